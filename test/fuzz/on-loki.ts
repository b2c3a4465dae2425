import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lokiConfiguration } from "../../src/loki/configuration";
import type { Deployment } from "../../src/stack/rendered-stack";
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
    private readonly wanted: Wanted,
  ) {}

  /** @throws Error where Loki doesn't accept what was synthesized */
  async accept({ model }: Deployment): Promise<void> {
    if (this.loki === null || this.verified >= this.wanted.verified) return;
    const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
    const file = join(folder, "config.yaml");
    try {
      writeFileSync(file, toYaml(lokiConfiguration(model.loki, model.alerting.alertmanager)));
      const { status, output } = run(this.loki, `-config.file=${file}`, "-verify-config");
      if (status !== 0) throw new Error(output);
      this.verified += 1;
      if (this.started < this.wanted.started) await this.start(this.loki, model);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  summary(): string {
    if (this.loki === null) return "not proven here: Loki (LOKI_BINARY) is missing";
    return `Loki called ${this.verified} configurations valid, and started with ${this.started} of them`;
  }

  private async start(binary: string, model: Deployment["model"]): Promise<void> {
    await withLoki({ binary, model }, async () => {});
    this.started += 1;
  }
}
