import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { lokiConfiguration } from "../../src/loki/configuration";
import type { RenderedStack } from "../../src/stack/rendered-stack";
import { toYaml } from "../../src/terraform/yaml";
import { findTool, run } from "../components/available";
import { withLoki } from "../components/loki";
import { canMount } from "../components/sandbox";
import { ROOT } from "../helpers/example";
import { type Outcome, outcome } from "./outcome";
import { settings } from "./settings";

/** The numbers of configurations that Loki must accept. */
interface Goal {
  /** Checked with -verify-config. */
  readonly verified: number;
  /** Checked by starting Loki. */
  readonly started: number;
}

/** Tests synthesized configurations on the real Loki, until the goal is reached. */
class LokiAcceptance {
  private verified = 0;
  private started = 0;

  constructor(
    /** The path of Loki, or null if it is not available. */
    private readonly loki: string | null,
    private readonly goal: Goal,
  ) {}

  /** @throws Error if Loki rejects the configuration */
  async accept({ model }: RenderedStack): Promise<void> {
    if (this.loki === null || this.verified >= this.goal.verified) return;
    const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
    const file = join(folder, "config.yaml");
    try {
      writeFileSync(file, toYaml(lokiConfiguration(model.loki, model.alerting.alertmanager)));
      const { status, output } = run(this.loki, `-config.file=${file}`, "-verify-config");
      if (status !== 0) throw new Error(output);
      this.verified += 1;
      if (this.started < this.goal.started) await this.start(this.loki, model);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** @throws Error if too few settings were synthesized to reach the goal, so that the run proves less than it should */
  summary(): string {
    if (this.loki === null) return "not proven here: Loki is missing (LOKI_BINARY)";
    if (this.verified < this.goal.verified || this.started < this.goal.started) {
      throw new Error(`${this.verified} verified and ${this.started} started, expected ${JSON.stringify(this.goal)}`);
    }
    return `Loki accepted ${this.verified} configurations, and started with ${this.started} of them`;
  }

  private async start(binary: string, model: RenderedStack["model"]): Promise<void> {
    await withLoki({ binary, model }, async () => {});
    this.started += 1;
  }
}

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "10000" },
    seed: { type: "string", default: `${Date.now() % 2 ** 31}` },
    verified: { type: "string", default: "200" },
    started: { type: "string", default: "20" },
  },
});

/**
 * Synthesizes generated settings. Every case must end in a settings error, in findings or in a stack. Loki must accept the
 * configurations of some of these stacks.
 */
async function fuzz(): Promise<void> {
  const [cases, seed] = [Number(values.cases), Number(values.seed)];
  console.log(`${cases} cases, seed ${seed}`);
  const counts = new Map<string, number>();
  const loki = new LokiAcceptance(findTool("loki"), {
    verified: Number(values.verified),
    started: canMount() ? Number(values.started) : 0,
  });
  const property = fc.asyncProperty(settings, async (written) => {
    const end = outcome(written, ROOT);
    for (const name of namesOf(end)) counts.set(name, (counts.get(name) ?? 0) + 1);
    if (end.kind === "synthesized") await loki.accept(end.stack);
  });
  await fc.assert(property, { numRuns: cases, seed, endOnFailure: true });
  for (const [name, count] of [...counts].sort(([, one], [, other]) => other - one)) console.log(`  ${count} ${name}`);
  console.log(loki.summary());
}

function namesOf(end: Outcome): readonly string[] {
  return end.kind === "findings" ? ["findings", ...new Set(end.checks)] : [end.kind];
}

fuzz().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
