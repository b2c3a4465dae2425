import { setTimeout as sleep } from "node:timers/promises";
import type { Model } from "../../../../src/model";
import { alloyOnNodes } from "../../../components/alloy";
import type { ContainerLog } from "../../../components/container-log";
import { LOKI_IN_A_POD, lokiForPods, RunningLoki } from "../../../components/loki";
import { TestNode } from "../../../components/node";
import type { Medium } from "../../../components/sandbox";
import { until } from "../../../components/until";
import { exampleModel } from "../../../helpers/example";

export interface Binaries {
  readonly loki: string;
  readonly alloy: string;
}

/** The requirements of agentAndLoki, named in the titles of skipped tests. */
export const AGENT_AND_LOKI = `ALLOY_BINARY, ${LOKI_IN_A_POD}`;

/** @returns the paths of Loki and Alloy, or null if one is missing or this machine can't run them */
export function agentAndLoki(): Binaries | null {
  const [loki, alloy] = [lokiForPods(), alloyOnNodes()];
  return loki === null || alloy === null ? null : { loki, alloy };
}

interface InstallationProps {
  readonly binaries: Binaries;
  /** @default the example's */
  readonly model?: Model;
  /** Loki's flags. */
  readonly flags?: readonly string[];
  /** The node's disk. @default a folder */
  readonly disk?: Medium;
  /** The path of systemd-journald. @default none */
  readonly journald?: string;
}

interface Installation {
  readonly loki: RunningLoki;
  readonly node: TestNode;
}

/** Runs `use` with a new Loki and a new node, whose agent doesn't run yet, and removes both afterwards. */
export async function withAgent(
  { binaries, model = exampleModel(), flags = [], disk, journald }: InstallationProps,
  use: (installation: Installation) => Promise<void>,
): Promise<void> {
  const loki = await RunningLoki.start({ binary: binaries.loki, model, flags });
  try {
    const url = `${loki.api.url}/loki/api/v1/push`;
    const { alloy } = model;
    const node = await TestNode.prepare({
      binary: binaries.alloy,
      alloy,
      loki: url,
      ...(disk !== undefined && { disk }),
      ...(journald !== undefined && { journald }),
    });
    await use({ loki, node }).finally(() => node.remove());
  } finally {
    await loki.remove();
  }
}

/** Agents retry after up to half a minute, and a sync of the file list takes five seconds. */
const ARRIVAL = { seconds: 120 };

/** Waits until Loki has the last line. The agents send the lines of a stream in order. */
export async function arrived({ api }: RunningLoki, ...logs: readonly ContainerLog[]): Promise<void> {
  for (const log of logs) {
    await until(`Loki has the last line of ${log.props.pod}`, ARRIVAL, async () => {
      return !(await log.missing(api).catch(() => [log.written - 1])).includes(log.written - 1);
    });
  }
}

/** The number of lines whose text fills what an agent holds in memory while Loki rejects them: about 13 MiB. */
export const MANY = 140;
export const LARGE_LINE = "x".repeat(100 * 1_024);

/** Returns `count` numbers of lines. */
export function numbers(from: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}

/** Writes at a steady rate until something has ended. */
export async function writeUntil(log: ContainerLog, ended: () => Promise<unknown>): Promise<void> {
  let isEnded = false;
  const end = ended().finally(() => {
    isEnded = true;
  });
  while (!isEnded) {
    log.write(10);
    await sleep(50);
  }
  await end;
}
