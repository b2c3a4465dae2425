import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toYaml } from "../../../src/terraform/yaml";
import { Program } from "../../components/program";
import { until } from "../../components/until";
import { API_SERVER_ADDRESS } from "./environment";
import { KubeClient } from "./kube-client";

export interface ApiServerProps {
  readonly apiServer: string;
  readonly etcd: string;
  /** Where both keep their files. */
  readonly folder: string;
}

const PORT = 6443;
const READY = { seconds: 120, everyMs: 200 };

/** A real API server with a real etcd: roles, service accounts and admission as a cluster has them. */
export class ApiServer {
  readonly url = `https://${API_SERVER_ADDRESS}:${PORT}`;
  private program: Program | undefined;

  private constructor(
    private readonly props: ApiServerProps,
    private readonly store: Program,
  ) {}

  /** @throws Error with the end of its log where it doesn't become ready; then nothing of it runs */
  static async start(props: ApiServerProps): Promise<ApiServer> {
    const server = new ApiServer(props, startEtcd(props.etcd, join(props.folder, "etcd")));
    writeFileSync(server.path("tokens.csv"), tokenFile([ADMIN, STRANGER, INSPECTOR]));
    writeFileSync(server.path("service-accounts.key"), serviceAccountsKey());
    mkdirSync(server.path("certificates"));
    try {
      await server.up();
      return server;
    } catch (error) {
      await server.remove();
      throw error;
    }
  }

  /** Starts it, also after it has been down: its objects are those from before. */
  async up(): Promise<void> {
    const program = Program.start(this.props.apiServer, this.args());
    this.program = program;
    await until(`the API server is ready`, READY, async () => {
      if (program.hasEnded) throw new Error(`the API server has ended\n${program.logEnd}`);
      return this.isReady();
    }).catch((error: unknown) => {
      throw new Error(`${error}\n${program.logEnd}\n${this.store.logEnd}`);
    });
  }

  /** Kills it. */
  async down(): Promise<void> {
    await this.program?.kill();
  }

  client(user: User = ADMIN): KubeClient {
    return new KubeClient({ url: this.url, certificate: this.certificate, token: user.token });
  }

  /** A kubeconfig file of this user. */
  kubeconfig(user: User, url = this.url): string {
    const file = this.path(`${user.name}.kubeconfig`);
    writeFileSync(file, kubeconfig({ url, certificate: this.certificate, token: user.token }));
    return file;
  }

  /** Its own, which it has signed itself: the kubelets of the tests show it, too. */
  get certificate(): string {
    return readFileSync(this.path("certificates/apiserver.crt"), "utf8");
  }

  get key(): string {
    return readFileSync(this.path("certificates/apiserver.key"), "utf8");
  }

  async remove(): Promise<void> {
    await this.down();
    await this.store.kill();
  }

  private path(name: string): string {
    return join(this.props.folder, name);
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await this.client().text("GET", "/readyz")) === "ok";
    } catch {
      return false;
    }
  }

  private args(): readonly string[] {
    const keys = this.path("service-accounts.key");
    return [
      `--etcd-servers=${ETCD_URL}`,
      `--bind-address=${API_SERVER_ADDRESS}`,
      `--advertise-address=${API_SERVER_ADDRESS}`,
      `--secure-port=${PORT}`,
      `--cert-dir=${this.path("certificates")}`,
      `--token-auth-file=${this.path("tokens.csv")}`,
      `--service-account-key-file=${keys}`,
      `--service-account-signing-key-file=${keys}`,
      "--service-account-issuer=https://kubernetes.default.svc",
      "--service-cluster-ip-range=10.96.0.0/16",
      "--authorization-mode=RBAC",
      "--allow-privileged",
      "--kubelet-preferred-address-types=InternalIP",
    ];
  }
}

function serviceAccountsKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  return privateKey;
}

/** Nobody else is in the network, so that the usual ports are free. */
export const ETCD_URL = "http://127.0.0.1:2379";
const PEERS = "http://127.0.0.1:2380";

/** Starts the store of the API server. What it holds needn't outlive the machine, so it doesn't wait for the disk. */
export function startEtcd(binary: string, folder: string): Program {
  const clients = [`--listen-client-urls=${ETCD_URL}`, `--advertise-client-urls=${ETCD_URL}`];
  const peers = [
    `--listen-peer-urls=${PEERS}`,
    `--initial-advertise-peer-urls=${PEERS}`,
    `--initial-cluster=default=${PEERS}`,
  ];
  return Program.start(binary, [`--data-dir=${folder}`, ...clients, ...peers, "--unsafe-no-fsync"]);
}

/** Who asks the API server, by a token. */
export interface User {
  readonly name: string;
  readonly token: string;
  readonly groups: readonly string[];
}

/** May do everything. */
export const ADMIN: User = { name: "admin", token: "token-of-admin", groups: ["system:masters"] };

/** May do what roles allow, which is nothing where nobody has bound one. */
export const STRANGER: User = { name: "stranger", token: "token-of-stranger", groups: [] };

/** May do what "--rbac" prints, once that is applied. */
export const INSPECTOR: User = { name: "inspector", token: "token-of-inspector", groups: [] };

/** Whose token the API server doesn't know any more. */
export const EXPIRED: User = { name: "expired", token: "token-of-nobody", groups: [] };

/**
 * The API server's file of tokens.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file
 */
export function tokenFile(users: readonly User[]): string {
  return users.map(({ name, token, groups }) => `${token},${name},${name},"${groups.join(",")}"\n`).join("");
}

/** The way to an API server. */
export interface Way {
  readonly url: string;
  readonly certificate: string;
  readonly token: string;
}

export const CONTEXT = "tests";

export function kubeconfig({ url, certificate, token }: Way): string {
  const authority = Buffer.from(certificate).toString("base64");
  return toYaml({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: CONTEXT, cluster: { server: url, "certificate-authority-data": authority } }],
    users: [{ name: CONTEXT, user: { token } }],
    contexts: [{ name: CONTEXT, context: { cluster: CONTEXT, user: CONTEXT } }],
    "current-context": CONTEXT,
  });
}
