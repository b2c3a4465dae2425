import { createServer, type Server, type Socket } from "node:net";
import { API_SERVER_ADDRESS } from "./addresses";

const PORT = 7443;

/** Takes connections, and never says a word. */
export class SilentServer {
  readonly url = `https://${API_SERVER_ADDRESS}:${PORT}`;

  private constructor(
    private readonly server: Server,
    private readonly sockets: ReadonlySet<Socket>,
  ) {}

  static start(): Promise<SilentServer> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => sockets.add(socket.on("error", () => {})));
    return new Promise((resolve) => {
      server.listen(PORT, API_SERVER_ADDRESS, () => resolve(new SilentServer(server, sockets)));
    });
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}
