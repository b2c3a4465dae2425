import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lokiConfiguration } from "../../src/loki/configuration";
import type { RenderedStack } from "../../src/stack/rendered-stack";
import { toYaml } from "../../src/terraform/yaml";
import { run } from "../conformance/tools";
import { withLoki } from "../conformance/with-loki";

export interface Wanted {
  readonly verified: number;
  readonly started: number;
}

/** Shows the real Loki the configurations of plans, until it has seen as many as asked for. */
export class OnLoki {
  private verified = 0;
  private started = 0;

  constructor(
    /** Null where there is none. */
    private readonly loki: string | null,
    private readonly expected: Wanted,
  ) {}

  /** @throws Error where Loki doesn't accept what was synthesized */
  async accept({ model }: RenderedStack): Promise<void> {
    if (this.loki === null || this.verified >= this.expected.verified) return;
    const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
    const file = join(folder, "config.yaml");
    try {
      writeFileSync(file, toYaml(lokiConfiguration(model.loki, model.alerting.alertmanager)));
      const { status, output } = run(this.loki, `-config.file=${file}`, "-verify-config");
      if (status !== 0) throw new Error(output);
      this.verified += 1;
      if (this.started < this.expected.started) await this.start(this.loki, model);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  summary(): string {
    if (this.loki === null) return "not proven here: Loki (LOKI_BINARY) is missing";
    return `Loki called ${this.verified} configurations valid, and started with ${this.started} of them`;
  }

  private async start(binary: string, model: RenderedStack["model"]): Promise<void> {
    await withLoki({ binary, model }, async () => {});
    this.started += 1;
  }
}
