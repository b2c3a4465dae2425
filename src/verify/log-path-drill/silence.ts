import { withTimeout } from "../../kube/async";
import type { HttpService } from "../../kube/http-service";
import { Duration } from "../../units";
import { createSilence, removeSilence } from "../alertmanager-client";

/**
 * Longer than the drill's alert is active: the rule sees a line for two minutes, and Alertmanager keeps an alert that
 * Loki does not resolve for four more.
 */
const SILENCE_LENGTH = Duration.minutes(10);

/** The pods wait for this request, so it has a short timeout. */
const TIMEOUT = Duration.seconds(5);

/** Keeps a drill's alert from every receiver. */
export class DrillSilence {
  private id: Promise<string> | null = null;

  constructor(
    private readonly alertmanager: HttpService,
    private readonly markerId: string,
  ) {}

  /**
   * Creates the silence, once.
   * @throws the error of Alertmanager
   */
  async create(signal: AbortSignal): Promise<void> {
    this.id ??= createSilence(
      this.alertmanager,
      {
        label: "marker",
        value: this.markerId,
        length: SILENCE_LENGTH,
        comment: "A drill of the log path; it ends by itself.",
      },
      withTimeout(signal, TIMEOUT),
    );
    await this.id;
  }

  /** Removes the silence if it was created. */
  async remove(signal: AbortSignal): Promise<void> {
    const id = await this.id?.catch(() => null);
    if (id) await removeSilence(this.alertmanager, id, signal);
  }
}
