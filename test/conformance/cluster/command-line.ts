import { execFile } from "node:child_process";

/** A link of the result, with what tests ask for. */
export interface SeenLink {
  readonly id: string;
  readonly status: string;
  readonly seconds: number;
  readonly figure?: string;
  readonly found?: string;
  readonly behind?: string;
  readonly causes?: readonly { readonly cause: string; readonly next: string }[];
}

export interface Seen {
  readonly exitCode: number;
  /** In the order of the path. */
  readonly links: readonly SeenLink[];
  readonly verdict: string;
  /** What was written beside the result. */
  readonly errors: string;
}

/** The command line of an installation, as it is built. */
export class CommandLine {
  constructor(private readonly program: string) {}

  /** Runs a command with "--json". The tests run on meanwhile: kubelets and agents are among them. */
  run(command: "verify" | "preflight", kubeconfig: string, ...more: readonly string[]): Promise<Seen> {
    const args = [this.program, command, "--json", "--kubeconfig", kubeconfig, ...more];
    return new Promise((resolve, reject) => {
      execFile(process.execPath, args, { env: { PATH: process.env["PATH"] } }, (error, stdout, stderr) => {
        const exitCode = Number(error?.code ?? 0);
        try {
          const { clusters } = JSON.parse(stdout);
          resolve({ exitCode, links: clusters[0].links, verdict: clusters[0].verdict, errors: stderr });
        } catch {
          reject(new Error(`${command} ends with ${exitCode}: ${stdout}${stderr}`));
        }
      });
    });
  }
}
