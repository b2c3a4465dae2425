import { createServer, type Server } from "node:http";

/** A Loki that says it is ready, and answers nothing else: its ring has no ingester. */
export class HalfLoki {
  private constructor(private readonly server: Server) {}

  static start(port: number): Promise<HalfLoki> {
    const server = createServer(({ url }, response) => {
      if (url === "/ready") response.end("ready\n");
      else response.writeHead(500).end("empty ring");
    });
    return new Promise((resolve) => {
      server.listen(port, "0.0.0.0", () => resolve(new HalfLoki(server)));
    });
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
