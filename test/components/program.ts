import { type ChildProcess, spawn } from "node:child_process";

/** The length of the log's end in an error message. */
const LOG_END = 4_000;

/** A program that runs in the background of the tests. */
export class Program {
  private written = "";
  private readonly ended: Promise<void>;

  private constructor(private readonly child: ChildProcess) {
    const note = (data: Buffer) => {
      this.written += data.toString();
    };
    child.stdout?.on("data", note);
    child.stderr?.on("data", note);
    this.ended = new Promise((resolve) => child.once("close", () => resolve()));
  }

  static start(binary: string, args: readonly string[]): Program {
    return new Program(spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] }));
  }

  get logEnd(): string {
    return this.written.slice(-LOG_END);
  }

  get hasEnded(): boolean {
    return (this.child.exitCode ?? this.child.signalCode) !== null;
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended;
  }
}
