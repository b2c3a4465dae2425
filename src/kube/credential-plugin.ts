import { execFile } from "node:child_process";
import type { RequestOptions } from "node:https";
import type { Duration } from "../units";
import { Json } from "./json";

/**
 * The program that a kubeconfig runs for credentials. The client library's own way waits for it without an end, and so
 * would whoever runs this.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export class CredentialPlugin {
  private kept: Json | null = null;

  constructor(
    /** The kubeconfig's "exec". */
    private readonly exec: Json,
    private readonly patience: Duration,
  ) {}

  /** It is given only to a kubeconfig with one user, who has it. */
  isAuthProvider(): boolean {
    return true;
  }

  async applyAuthentication(_: unknown, options: RequestOptions): Promise<void> {
    this.kept = isOver(this.kept) ? await this.credential() : this.kept;
    const { token, clientCertificateData, clientKeyData } = this.kept?.at("status").texts ?? {};
    if (clientCertificateData) options.cert = clientCertificateData;
    if (clientKeyData) options.key = clientKeyData;
    if (token) options.headers = { ...options.headers, Authorization: `Bearer ${token}` };
  }

  private async credential(): Promise<Json> {
    return Json.parse(await this.run());
  }

  private run(): Promise<string> {
    const program = this.exec.at("command").text;
    const args = this.exec.at("args").items.map(({ text }) => text);
    const options = {
      env: this.environment,
      timeout: this.patience.toMilliseconds(),
      // A program may not listen to what only asks it to end.
      killSignal: "SIGKILL",
    } as const;
    return new Promise((resolve, reject) => {
      const running = execFile(program, args, options, (error, written, complaint) => {
        if (error === null) resolve(written);
        else if (error.killed) reject(new Error(`${SILENT} within ${this.patience}: ${program}`));
        else reject(complaint.trim() === "" ? error : new Error(complaint));
      });
      running.stdin?.end();
    });
  }

  private get environment(): NodeJS.ProcessEnv {
    const named = this.exec.at("env").items.map((entry) => [entry.at("name").text, entry.at("value").text]);
    return { ...process.env, ...Object.fromEntries(named), KUBERNETES_EXEC_INFO: this.asked };
  }

  /** Nobody is there to type anything. What a plugin asks of the cluster ("provideClusterInfo") isn't told. */
  private get asked(): string {
    const apiVersion = this.exec.at("apiVersion").text;
    return JSON.stringify({ apiVersion, kind: "ExecCredential", spec: { interactive: false } });
  }
}

/** How the failure begins that is told of a plugin that was ended. */
export const SILENT = "nothing from the plugin";

/** Who names no time of expiry is asked again. */
function isOver(credential: Json | null): boolean {
  const until = Date.parse(credential?.at("status", "expirationTimestamp").text ?? "");
  return !(until > Date.now());
}
