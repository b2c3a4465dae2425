import type { Settings } from "../../../src/settings/settings";
import { example } from "../../helpers/example";
import { ProgramFolder } from "../../helpers/program";
import { CommandLine } from "./command-line";

/** An installation with its own settings, built as main.ts is. */
export class Installation {
  readonly commandLine: CommandLine;
  private readonly folder = new ProgramFolder();

  /** @param settings restricted to JSON values */
  constructor(settings: Partial<Settings>) {
    const text = JSON.stringify({ ...example, ...settings });
    const program = `import { installation } from "./src"; void installation(${text});`;
    this.commandLine = new CommandLine(this.folder.bundleText("program", program));
  }

  remove(): void {
    this.folder.remove();
  }
}
