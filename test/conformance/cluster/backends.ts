import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import { createServer as createTcpServer, type Socket, type Server as TcpServer } from "node:net";
import type { Model } from "../../../src/model";
import { RunningAlertmanager } from "../../components/alertmanager";
import { RunningLoki, type RunningLokiProps } from "../../components/loki";
import { ALERTMANAGER } from "./apply";
import { API_SERVER_ADDRESS, type Components } from "./environment";

/** The only host name that Loki can resolve. */
const HOSTS = { [`${ALERTMANAGER.service}.${ALERTMANAGER.namespace}.svc.cluster.local`]: API_SERVER_ADDRESS };

/** The real Loki and Alertmanager, on the ports of their pods. Tests stop them and start others. */
export class Backends {
  private half: HalfLoki | undefined;

  private constructor(
    private readonly components: Components,
    private readonly model: Model,
    private running: RunningLoki,
    private notified: RunningAlertmanager,
  ) {}

  static async start(components: Components, model: Model): Promise<Backends> {
    const alertmanager = await startAlertmanager(components);
    try {
      return new Backends(components, model, await startLoki(components, model), alertmanager);
    } catch (error) {
      await alertmanager.remove();
      throw error;
    }
  }

  get loki(): RunningLoki {
    return this.running;
  }

  get alertmanager(): RunningAlertmanager {
    return this.notified;
  }

  /** Replaces the running Loki with another one, whose volume is empty. */
  async replaceLoki(instead: Partial<RunningLokiProps> = {}): Promise<void> {
    await this.half?.close();
    this.half = undefined;
    await this.running.remove();
    this.running = await startLoki(this.components, this.model, instead);
  }

  /** Replaces the running Loki with one that reports ready and fails every other request. */
  async halveLoki(): Promise<void> {
    await this.running.remove();
    this.half = await HalfLoki.start(this.model.loki.service.httpPort);
  }

  async replaceAlertmanager(): Promise<void> {
    await this.notified.remove();
    this.notified = await startAlertmanager(this.components);
  }

  async remove(): Promise<void> {
    await this.running.remove();
    await this.notified.remove();
  }
}

function startLoki(
  { loki: binary }: Components,
  model: Model,
  instead: Partial<RunningLokiProps> = {},
): Promise<RunningLoki> {
  const { httpPort: http, grpcPort: grpc } = model.loki.service;
  return RunningLoki.start({ binary, model, ports: { http, grpc }, hosts: HOSTS, ...instead });
}

function startAlertmanager({ alertmanager }: Components): Promise<RunningAlertmanager> {
  return RunningAlertmanager.start(alertmanager, ALERTMANAGER.port, "0.0.0.0");
}

/** A fake of a Loki whose ring has no ingester: it reports ready and fails every other request. */
class HalfLoki {
  private constructor(private readonly server: HttpServer) {}

  static start(port: number): Promise<HalfLoki> {
    const server = createHttpServer(({ url }, response) => {
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

const PORT = 7443;

/** A server that accepts connections and never answers. */
export class SilentServer {
  readonly url = `https://${API_SERVER_ADDRESS}:${PORT}`;

  private constructor(
    private readonly server: TcpServer,
    private readonly sockets: ReadonlySet<Socket>,
  ) {}

  static start(): Promise<SilentServer> {
    const sockets = new Set<Socket>();
    const server = createTcpServer((socket) => sockets.add(socket.on("error", () => {})));
    return new Promise((resolve) => {
      server.listen(PORT, API_SERVER_ADDRESS, () => resolve(new SilentServer(server, sockets)));
    });
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}
