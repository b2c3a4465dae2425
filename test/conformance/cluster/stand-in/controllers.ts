import { runDaemonSets } from "./daemon-sets";
import { runEndpoints } from "./endpoints";
import { runReplicas } from "./replicas";
import { bindVolumes } from "./volume-binder";
import type { World } from "./world";

/** Pods that change at the same time are one reason to look. */
const TOGETHER_MS = 200;

/** Stand-ins for the controllers. They look again where a pod changes, and where a test says that something has. */
export class Controllers {
  /** Whether claims are bound. */
  bindsVolumes = true;
  private running: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly world: World) {}

  /** Looks soon. An API server that is away is asked again when a pod changes. */
  wake(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.run().catch(() => {});
    }, TOGETHER_MS);
  }

  /** Looks once. Never twice at a time: both would create the same pods. */
  run(): Promise<void> {
    this.running = this.running.catch(() => {}).then(() => this.look());
    return this.running;
  }

  async end(): Promise<void> {
    clearTimeout(this.timer);
    await this.running.catch(() => {});
  }

  private async look(): Promise<void> {
    if (this.bindsVolumes) await bindVolumes(this.world);
    await runDaemonSets(this.world);
    await runReplicas(this.world);
    await runEndpoints(this.world);
  }
}
