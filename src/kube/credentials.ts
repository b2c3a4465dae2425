import { execFile } from "node:child_process";
import { Agent as HttpAgent } from "node:http";
import { Agent, type RequestOptions } from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";
import { Duration } from "../units";
import { CONNECT_TIMEOUT } from "./http-request";
import { Json } from "./json";

/** The kubeconfig provides no credentials, for example because its plugin isn't logged in. */
export class CredentialsError extends Error {
  override readonly name = "CredentialsError";

  constructor(
    message: string,
    /** Whether the credential plugin was killed because it didn't end in time. */
    readonly pluginTimedOut = false,
  ) {
    super(message);
  }
}

/**
 * How long credentials are reused. Otherwise a plugin without an expiry would run for each request, and one with an
 * expiry for each concurrent request.
 */
const REUSED_FOR = Duration.seconds(10);

/** Few enough for API Priority and Fairness. */
const MAX_CONNECTIONS = 32;

type Identity = Pick<KubeConfig, "getCurrentCluster" | "applyToHTTPSOptions">;

/** Returns a function that returns the current user's token, certificates or plugin credentials as request options. */
export function credentialsOf(config: Identity): () => Promise<RequestOptions> {
  const agent = agentOf(config);
  let current: Promise<RequestOptions> | null = null;
  let expiry = 0;
  return () => {
    if (current === null || Date.now() > expiry) {
      expiry = Number.POSITIVE_INFINITY;
      current = optionsOf(config)
        .then((options) => ({ ...options, ...agent }))
        .finally(() => {
          expiry = Date.now() + REUSED_FOR.toMilliseconds();
        });
    }
    return current;
  };
}

/** Replaces the library's agent, which opens a connection for each request. Only a proxy needs the library's agent. */
function agentOf(config: Identity): Pick<RequestOptions, "agent"> {
  const { server = "", proxyUrl } = config.getCurrentCluster() ?? {};
  if (proxyUrl !== undefined) return {};
  const options = { keepAlive: true, maxSockets: MAX_CONNECTIONS };
  return { agent: server.startsWith("http:") ? new HttpAgent(options) : new Agent(options) };
}

async function optionsOf(config: Identity): Promise<RequestOptions> {
  // The library's proxy agents have no timeout of their own.
  const options: RequestOptions = { timeout: CONNECT_TIMEOUT.toMilliseconds() };
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    if (error instanceof CredentialsError) throw error;
    throw new CredentialsError(error instanceof Error ? error.message.trim() : String(error));
  }
  return options;
}

/**
 * Runs the credential plugin of a kubeconfig. The client library would run it without a timeout.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export class CredentialPlugin {
  private credential: Json | null = null;

  constructor(
    /** The user's "exec" in the kubeconfig. */
    private readonly exec: Json,
    private readonly timeout: Duration,
  ) {}

  /** Always true: the kubeconfig has only this user. */
  isAuthProvider(): boolean {
    return true;
  }

  async applyAuthentication(_: unknown, options: RequestOptions): Promise<void> {
    this.credential = isExpired(this.credential) ? Json.parse(await this.run()) : this.credential;
    const { token, clientCertificateData, clientKeyData } = this.credential?.at("status").texts ?? {};
    if (clientCertificateData) options.cert = clientCertificateData;
    if (clientKeyData) options.key = clientKeyData;
    if (token) options.headers = { ...options.headers, Authorization: `Bearer ${token}` };
  }

  private run(): Promise<string> {
    const program = this.exec.at("command").text;
    const args = this.exec.at("args").items.map(({ text }) => text);
    const options = {
      env: this.environment,
      timeout: this.timeout.toMilliseconds(),
      // A program can ignore SIGTERM.
      killSignal: "SIGKILL",
    } as const;
    return new Promise((resolve, reject) => {
      const child = execFile(program, args, options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else if (error.killed) reject(this.timeoutError(program));
        else reject(stderr.trim() === "" ? error : new Error(stderr));
      });
      child.stdin?.end();
    });
  }

  private timeoutError(program: string): CredentialsError {
    return new CredentialsError(`no response from the plugin within ${this.timeout}: ${program}`, true);
  }

  private get environment(): NodeJS.ProcessEnv {
    const entries = this.exec.at("env").items.map((entry) => [entry.at("name").text, entry.at("value").text]);
    return { ...process.env, ...Object.fromEntries(entries), KUBERNETES_EXEC_INFO: this.execInfo };
  }

  /** Requests a non-interactive run. It omits the cluster's data, so "provideClusterInfo" has no effect. */
  private get execInfo(): string {
    const apiVersion = this.exec.at("apiVersion").text;
    return JSON.stringify({ apiVersion, kind: "ExecCredential", spec: { interactive: false } });
  }
}

/** A credential without an expiry counts as expired. */
function isExpired(credential: Json | null): boolean {
  const expiry = Date.parse(credential?.at("status", "expirationTimestamp").text ?? "");
  return !(expiry > Date.now());
}
