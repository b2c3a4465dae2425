import { statfsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Metrics } from "../../src/diagnostics/metrics";
import { hasLabels, streamOf, type Trigger, triggerFor } from "../../test/components/alert-lines";
import { RunningAlertmanager } from "../../test/components/alertmanager";
import type { ContainerLog } from "../../test/components/container-log";
import { RunningLoki } from "../../test/components/loki";
import { TestNode } from "../../test/components/node";
import { Journal } from "./journal";
import { type Lag, lineOf, Source } from "./lags";
import type { Variant } from "./variants";

export interface MeasureProps {
  readonly binaries: { readonly loki: string; readonly alloy: string; readonly alertmanager: string };
  readonly variant: Variant;
  /** How long the noisy container writes. */
  readonly minutes: number;
  readonly noise: Noise;
}

/** The noisy container: how much it writes per second, and in lines of which length. */
export interface Noise {
  readonly bytesPerSecond: number;
  readonly bytesPerLine: number;
}

export interface Measurement {
  readonly variant: string;
  readonly lags: Readonly<Record<string, readonly Lag[]>>;
  /** Seconds from the line of an OOM kill to its alert. */
  readonly alerts: readonly Lag[];
  /** Seconds during which Loki refused the lines of a node's journal. */
  readonly refusedSeconds: Readonly<Record<string, number>>;
  /** The highest usage of the write-ahead log's tmpfs, from 0 to 1. */
  readonly logPeak: number;
  /** Lines that agents dropped, by namespace. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Samples that Loki discarded, by reason. Agents resend them. */
  readonly discarded: Readonly<Record<string, number>>;
  readonly noisy: { readonly written: number; readonly kept: number };
}

const NODES = ["node-1", "node-2"] as const;
const QUIET = ["quiet-1", "quiet-2", "quiet-3"] as const;

/** The kubelet rotates a container's log at this size. */
const ROTATION = 10 * 2 ** 20;

const TICK_MS = 100;
const POLL_MS = 500;
const ALERT_EVERY_MS = 15_000;
const SETTLING_MS = 10_000;
const DRAIN_SECONDS = 240;

/** Measures what a noisy container does to its neighbours: on its node, on another node, and to the nodes' journals. */
export async function measure(props: MeasureProps): Promise<Measurement> {
  const alertmanager = await RunningAlertmanager.start(props.binaries.alertmanager);
  try {
    const { model, flags } = props.variant;
    const loki = await RunningLoki.start({ binary: props.binaries.loki, model, flags, alertmanager: alertmanager.url });
    try {
      return await withNodes(props, loki, alertmanager);
    } finally {
      await loki.remove();
    }
  } finally {
    await alertmanager.remove();
  }
}

async function withNodes(props: MeasureProps, loki: RunningLoki, alertmanager: RunningAlertmanager) {
  const { alloy } = props.variant.model;
  const url = `${loki.api.url}/loki/api/v1/push`;
  const nodes: TestNode[] = [];
  try {
    for (const name of NODES) {
      nodes.push(await TestNode.prepare({ binary: props.binaries.alloy, alloy, loki: url, name }));
    }
    return await new Neighbourhood(props, loki, alertmanager, nodes).measure();
  } finally {
    for (const node of nodes) await node.remove();
  }
}

class Neighbourhood {
  private readonly journals: readonly Journal[];
  private readonly sources = new Map<string, Source>();
  private readonly alerts = new Map<Trigger, Lag>();
  private readonly alertsWritten = new Map<Trigger, number>();
  private logPeak = 0;

  constructor(
    private readonly props: MeasureProps,
    private readonly loki: RunningLoki,
    private readonly alertmanager: RunningAlertmanager,
    private readonly nodes: readonly TestNode[],
  ) {
    this.journals = NODES.map((name) => new Journal(loki.api, name));
  }

  async measure(): Promise<Measurement> {
    const [first] = this.nodes;
    if (first === undefined) throw new Error("there are no nodes");
    const quiet = this.nodes.flatMap((node, index) =>
      QUIET.map((namespace) => {
        const source = this.source(`${NODES[index]}/${namespace}`);
        const log = node.run(namespace, `${namespace}-${index}`);
        return () => log.write(1, source.next().replace(/^number=\d+ /, ""));
      }),
    );
    const noisy = first.run("noisy", "noisy");
    for (const node of this.nodes) await node.agent.startProcess();
    const end = new AbortController();
    const journals = this.journals.map((journal) => journal.run(end.signal));
    const watching = this.watch(end.signal);
    const writing = this.writeQuiet(quiet, end.signal);
    await sleep(SETTLING_MS);
    await this.writeNoise(noisy);
    const noiseEnd = Date.now();
    while (Date.now() < noiseEnd + SETTLING_MS) await sleep(POLL_MS);
    this.isWriting = false;
    await writing;
    await this.drained();
    end.abort();
    await Promise.all([...journals, watching]);
    return this.result(noisy);
  }

  private isWriting = true;

  private source(name: string): Source {
    const source = new Source(name);
    this.sources.set(name, source);
    return source;
  }

  private async writeQuiet(quiet: readonly (() => void)[], signal: AbortSignal): Promise<void> {
    const journals = this.journals.map((journal, index) => ({
      journal,
      source: this.source(`${NODES[index]}/journal`),
    }));
    let nextAlert = Date.now() + SETTLING_MS;
    while (this.isWriting && !signal.aborted) {
      for (const write of quiet) write();
      for (const { journal, source } of journals) journal.write(source);
      if (Date.now() > nextAlert) {
        nextAlert = Date.now() + ALERT_EVERY_MS;
        this.killContainer();
      }
      await sleep(1_000);
    }
  }

  /** Writes the line of an OOM kill to the first node's journal. */
  private killContainer(): void {
    const trigger = triggerFor("OOMKilled");
    this.alerts.set(trigger, null);
    this.alertsWritten.set(trigger, Date.now());
    this.journals[0]?.send(streamOf(trigger.written));
  }

  private async writeNoise(log: ContainerLog): Promise<void> {
    const { bytesPerSecond, bytesPerLine } = this.props.noise;
    const text = "x".repeat(Math.max(0, bytesPerLine - "number=1234567 ".length));
    const start = Date.now();
    const linesIn = (ms: number) => Math.floor(((ms / 1_000) * bytesPerSecond) / bytesPerLine);
    let inFile = 0;
    for (let elapsed = 0; elapsed < this.props.minutes * 60_000; elapsed = Date.now() - start) {
      const lines = linesIn(elapsed) - log.written;
      log.write(lines, text);
      inFile += lines * (bytesPerLine + "2026-01-01T00:00:00.000000000Z stdout F \n".length);
      if (inFile > ROTATION) {
        log.rotate();
        inFile = 0;
      }
      await sleep(TICK_MS);
    }
  }

  private async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look().catch(() => undefined);
      await sleep(POLL_MS);
    }
  }

  private async look(): Promise<void> {
    const { blocks, bfree } = statfsSync(this.loki.at(this.props.variant.model.loki.wal.directory));
    this.logPeak = Math.max(this.logPeak, 1 - bfree / blocks);
    const received = await this.alertmanager.alerts();
    for (const [trigger, written] of this.alertsWritten) {
      const arrived = received.some(({ labels }) => hasLabels(labels, trigger.identity));
      if (arrived && this.alerts.get(trigger) === null) this.alerts.set(trigger, (Date.now() - written) / 1_000);
    }
    const oldest = [...this.sources.values()].flatMap(({ oldestMissing }) => oldestMissing ?? []);
    if (oldest.length === 0) return;
    const span = { from: Math.min(...oldest) - 1_000, to: Date.now() + 1_000 };
    for (const selector of ['{namespace=~"quiet-.+"}', '{job="node-journal"} |= "source="']) {
      for (const line of await this.loki.api.lines(selector, span)) this.found(line);
    }
  }

  private found(line: string): void {
    const parsed = lineOf(line);
    if (parsed !== null) this.sources.get(parsed.source)?.found(parsed.number);
  }

  /** Waits until every quiet line has arrived, for a limited time. */
  private async drained(): Promise<void> {
    const end = Date.now() + DRAIN_SECONDS * 1_000;
    const isWaiting = () => [...this.sources.values()].some(({ oldestMissing }) => oldestMissing !== null);
    while (isWaiting() && Date.now() < end) await sleep(POLL_MS);
  }

  private async result(noisy: ContainerLog): Promise<Measurement> {
    const agents = await Promise.all(this.nodes.map(({ agent }) => metricsOf(agent)));
    const metrics = await this.loki.api.metrics();
    const dropped = new Map<string, number>();
    for (const agent of agents) {
      for (const [namespace, lines] of agent.sumsBy("loki_process_dropped_lines_by_label_total", "label_value"))
        dropped.set(namespace, (dropped.get(namespace) ?? 0) + lines);
    }
    return {
      variant: this.props.variant.name,
      lags: Object.fromEntries([...this.sources].map(([name, { result }]) => [name, result])),
      alerts: [...this.alerts.values()],
      refusedSeconds: Object.fromEntries(
        this.journals.map(({ refusedSeconds }, index) => [`${NODES[index]}`, refusedSeconds]),
      ),
      logPeak: this.logPeak,
      dropped: Object.fromEntries(dropped),
      discarded: Object.fromEntries(metrics.sumsBy("loki_discarded_samples_total", "reason")),
      noisy: { written: noisy.written, kept: await this.keptNoise() },
    };
  }

  /** The lines of the noisy container that Loki keeps. */
  private async keptNoise(): Promise<number> {
    const query = `sum(count_over_time({namespace="noisy"}[${Math.ceil(this.props.minutes) + 10}m]))`;
    const answer = await fetch(`${this.loki.api.url}/loki/api/v1/query?${new URLSearchParams({ query })}`);
    return Number(/"value":\[[\d.]+,"(\d+)"\]/.exec(await answer.text())?.[1] ?? Number.NaN);
  }
}

/** @throws Error with the end of the agent's log if it doesn't answer */
async function metricsOf(agent: TestNode["agent"]): Promise<Metrics> {
  return agent.metrics().catch((error: unknown) => {
    throw new Error(`${error}: ${agent.log.slice(-4_000)}`);
  });
}
