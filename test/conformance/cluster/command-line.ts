import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";

/** A diagnostic of the JSON report, with the keys that the tests read. */
interface ReportedDiagnostic {
  readonly id: string;
  readonly status: string;
  readonly seconds: number;
  readonly got?: string;
  readonly blockedBy?: string;
  readonly causes?: readonly { readonly cause: string; readonly next: string }[];
}

export interface ReportedRun {
  readonly exitCode: number;
  /** In the order of the report. */
  readonly diagnostics: readonly ReportedDiagnostic[];
  /** The text on stderr. */
  readonly errors: string;
}

type Command = "verify" | "preflight";

const ENVIRONMENT = { PATH: process.env["PATH"] };

/** Runs the built program of an installation. */
export class CommandLine {
  constructor(private readonly program: string) {}

  /** Runs a command with "--json". It is asynchronous because the fake kubelets and agents run in this process. */
  run(command: Command, kubeconfig: string, ...more: readonly string[]): Promise<ReportedRun> {
    const args = [this.program, command, "--json", "--kubeconfig", kubeconfig, ...more];
    return new Promise((resolve, reject) => {
      execFile(process.execPath, args, { env: ENVIRONMENT }, (error, stdout, stderr) => {
        const exitCode = Number(error?.code ?? 0);
        try {
          const { clusters } = JSON.parse(stdout);
          resolve({ exitCode, diagnostics: clusters[0].diagnostics, errors: stderr });
        } catch {
          reject(new Error(`${command} ends with ${exitCode}: ${stdout}${stderr}`));
        }
      });
    });
  }

  /** Sends SIGINT once `happened` resolves. @returns the exit code */
  async interrupted(command: Command, kubeconfig: string, happened: () => Promise<void>): Promise<number | null> {
    const args = [this.program, command, "--kubeconfig", kubeconfig];
    const running = spawn(process.execPath, args, { env: ENVIRONMENT, stdio: "ignore" });
    const ended = once(running, "exit");
    await happened();
    running.kill("SIGINT");
    const [exitCode]: (number | null)[] = await ended;
    return exitCode ?? null;
  }

  /** Returns the terminal output, whatever the exit code. */
  screen(command: Command, kubeconfig: string): Promise<string> {
    const args = [this.program, command, "--kubeconfig", kubeconfig];
    return new Promise((resolve) => {
      execFile(process.execPath, args, { env: ENVIRONMENT }, (_, stdout, stderr) => resolve(`${stdout}${stderr}`));
    });
  }

  /** Returns the RBAC manifests that a command prints for a user. */
  async roles(command: Command, user: string): Promise<string> {
    const args = [this.program, command, "--rbac", "--subject", `User:${user}`];
    return (await promisify(execFile)(process.execPath, args, { env: ENVIRONMENT })).stdout;
  }
}
