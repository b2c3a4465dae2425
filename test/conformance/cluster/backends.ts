import type { Model } from "../../../src/model";
import { RunningAlertmanager } from "../running-alertmanager";
import { RunningLoki, type RunningLokiProps } from "../running-loki";
import { API_SERVER_ADDRESS } from "./addresses";
import type { Components } from "./components";
import { HalfLoki } from "./half-loki";
import { ALERTMANAGER } from "./objects/around";

/** The only name that Loki can look up. */
const HOSTS = { [`${ALERTMANAGER.service}.${ALERTMANAGER.namespace}.svc.cluster.local`]: API_SERVER_ADDRESS };

/** The real Loki and Alertmanager, at the ports that their pods have. Tests end them and have others. */
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

  /** Has another Loki in the place of the one that runs: its volume is empty. */
  async replaceLoki(instead: Partial<RunningLokiProps> = {}): Promise<void> {
    await this.half?.close();
    this.half = undefined;
    await this.running.remove();
    this.running = await startLoki(this.components, this.model, instead);
  }

  /** Has half a Loki in the place of the one that runs. */
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
