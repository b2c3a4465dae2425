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
  /** The folder for the files of both programs. */
  readonly folder: string;
  /** @default that of a network namespace in which all default ports are free */
  readonly listen?: Listen;
}

/** The address and ports of an API server and its etcd. */
interface Listen {
  readonly address: string;
  readonly port: number;
  readonly etcd: { readonly clients: number; readonly peers: number };
}

const OWN_NETWORK: Listen = { address: API_SERVER_ADDRESS, port: 6443, etcd: { clients: 2_379, peers: 2_380 } };
const READY = { seconds: 120, everyMs: 200 };

/** A real API server with a real etcd, so RBAC, service accounts and admission work as in a cluster. */
export class ApiServer {
  readonly url: string;
  private program: Program | undefined;

  private constructor(
    private readonly props: ApiServerProps,
    private readonly listen: Listen,
    private readonly store: Program,
  ) {
    this.url = `https://${listen.address}:${listen.port}`;
  }

  /** @throws Error with the end of the log if it doesn't become ready, after stopping both programs */
  static async start(props: ApiServerProps): Promise<ApiServer> {
    const { etcd, folder, listen = OWN_NETWORK } = props;
    const server = new ApiServer(props, listen, startEtcd(etcd, join(folder, "etcd"), listen));
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

  /** Starts the API server, also after `down`: etcd keeps the objects. */
  async up(): Promise<void> {
    const program = Program.start(this.props.apiServer, this.args());
    this.program = program;
    await until("the API server is ready", READY, async () => {
      if (program.hasEnded) throw new Error(`the API server has ended\n${program.logEnd}`);
      return this.isReady();
    }).catch((error: unknown) => {
      throw new Error(`${error}\n${program.logEnd}\n${this.store.logEnd}`);
    });
  }

  /** Kills the API server, not etcd. */
  async down(): Promise<void> {
    await this.program?.kill();
  }

  client(user: User = ADMIN): KubeClient {
    return new KubeClient({ url: this.url, certificate: this.certificate, token: user.token });
  }

  /** Writes a kubeconfig for the user. @returns the path of the file */
  kubeconfig(user: User, url = this.url): string {
    const file = this.path(`${user.name}.kubeconfig`);
    writeFileSync(file, kubeconfig({ url, certificate: this.certificate, token: user.token }));
    return file;
  }

  /** The self-signed certificate of the API server. The fake kubelets present it, too. */
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
    const { address, port, etcd } = this.listen;
    return [
      `--etcd-servers=${urlOf(etcd.clients)}`,
      `--bind-address=${address}`,
      `--advertise-address=${address}`,
      `--secure-port=${port}`,
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

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** Starts etcd without fsync, because its data need not survive the test. */
function startEtcd(binary: string, folder: string, { etcd }: Listen): Program {
  const [own, others] = [urlOf(etcd.clients), urlOf(etcd.peers)];
  const clients = [`--listen-client-urls=${own}`, `--advertise-client-urls=${own}`];
  const peers = [
    `--listen-peer-urls=${others}`,
    `--initial-advertise-peer-urls=${others}`,
    `--initial-cluster=default=${others}`,
  ];
  return Program.start(binary, [`--data-dir=${folder}`, ...clients, ...peers, "--unsafe-no-fsync"]);
}

/** A user who authenticates with a static token. */
export interface User {
  readonly name: string;
  readonly token: string;
  readonly groups: readonly string[];
}

/** Has every permission. */
export const ADMIN: User = { name: "admin", token: "token-of-admin", groups: ["system:masters"] };

/** Has no role bound, so no permission. */
export const STRANGER: User = { name: "stranger", token: "token-of-stranger", groups: [] };

/** Has the permissions that "--rbac" prints, once they are applied. */
export const INSPECTOR: User = { name: "inspector", token: "token-of-inspector", groups: [] };

/** Has a token that the API server no longer accepts. */
export const EXPIRED: User = { name: "expired", token: "expired-token", groups: [] };

/**
 * The API server's static token file.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file
 */
function tokenFile(users: readonly User[]): string {
  return users.map(({ name, token, groups }) => `${token},${name},${name},"${groups.join(",")}"\n`).join("");
}

/** The address of an API server, and the credentials for it. */
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
