import { canMountImages } from "./pod/image";
import { canMount } from "./pod/mount-namespace";
import { RunningLoki, type RunningLokiProps } from "./running-loki";
import { findTool } from "./tools";

/** What lokiForPods needs, for the name of tests that are skipped. */
export const LOKI_IN_A_POD = "LOKI_BINARY, Linux as root";

/** @returns Loki's path, or null where there is none, or none can run as its pod would run it */
export function lokiForPods(): string | null {
  return canMount() ? findTool("loki") : null;
}

/** What lokiOnImages needs. */
export const LOKI_ON_AN_IMAGE = `${LOKI_IN_A_POD} with mkfs.ext4 and a loop device`;

/** @returns what lokiForPods does, or null where its volume can't be an image */
export function lokiOnImages(): string | null {
  return canMountImages() ? lokiForPods() : null;
}

/** Gives `use` a Loki of its own, and removes it afterwards. */
export async function withLoki<R>(props: RunningLokiProps, use: (loki: RunningLoki) => Promise<R>): Promise<R> {
  const loki = await RunningLoki.start(props);
  try {
    return await use(loki);
  } finally {
    await loki.remove();
  }
}
