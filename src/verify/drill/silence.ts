import { withTimeout } from "../../kube/async";
import type { HttpService } from "../../kube/http-service";
import { Duration } from "../../units";
import { removeSilence, silence } from "../alertmanager";

/**
 * Longer than the alert of a drill stands: the rule sees a line for two minutes, and Alertmanager keeps an alert that
 * Loki doesn't take back for four more.
 */
const LENGTH = Duration.minutes(10);

/** How long to wait for Alertmanager, while the pods wait too. */
const PATIENCE = Duration.seconds(5);

/** What keeps a drill's alert from people. */
export class DrillSilence {
  private placing: Promise<string> | null = null;

  constructor(
    private readonly alertmanager: HttpService,
    private readonly marker: string,
  ) {}

  /** @throws what Alertmanager answers */
  async place(signal: AbortSignal): Promise<void> {
    this.placing ??= silence(
      this.alertmanager,
      { label: "marker", value: this.marker, length: LENGTH, comment: "A drill of the log path; it ends by itself." },
      withTimeout(signal, PATIENCE),
    );
    await this.placing;
  }

  /** Removes it where it has been placed. */
  async remove(signal: AbortSignal): Promise<void> {
    const id = await this.placing?.catch(() => null);
    if (id) await removeSilence(this.alertmanager, id, signal);
  }
}
