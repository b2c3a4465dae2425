import type { Model } from "../../src/model";
import { RunningLoki } from "./running-loki";

/**
 * Starts Loki as its pod would, on a read-only root with only the pod's mounts writable, and ends it again when it is
 * ready and has loaded every rule.
 * @throws Error with the end of Loki's log where that does not happen
 */
export async function startInSandbox(binary: string, model: Model): Promise<void> {
  const loki = await RunningLoki.start({ binary, model });
  await loki.remove();
}
