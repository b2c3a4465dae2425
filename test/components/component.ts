import versions from "../../src/terraform/versions.json";

export interface Image {
  readonly name: string;
  /** The path of the program in the image. */
  readonly path: string;
}

/** A real program that the tests run, at the version that the project pins. */
export interface Component {
  readonly name: ComponentName;
  readonly version: string;
  /** The arguments that print its version. */
  readonly versionArgs: readonly string[];
  /** Null for the project's own programs. */
  readonly image: Image | null;
  /** Whether "npm run tools" can build it. */
  readonly isBuilt: boolean;
}

export type ComponentName =
  | "loki"
  | "lokitool"
  | "logcli"
  | "loki-reference"
  | "alertmanager"
  | "helm"
  | "kube-apiserver"
  | "etcd"
  | "alloy";

const { images, tools } = versions;

const ofLoki = (name: "loki" | "lokitool" | "logcli", versionArgs: readonly string[]): Component => ({
  name,
  version: tools.loki,
  versionArgs,
  image: { name: `docker.io/grafana/${name}:${tools.loki}`, path: `/usr/bin/${name}` },
  isBuilt: true,
});

export const COMPONENTS: Readonly<Record<ComponentName, Component>> = {
  loki: ofLoki("loki", ["-version"]),
  lokitool: ofLoki("lokitool", ["version"]),
  logcli: ofLoki("logcli", ["--version"]),
  "loki-reference": {
    name: "loki-reference",
    version: tools.loki,
    versionArgs: ["-version"],
    image: null,
    isBuilt: true,
  },
  alertmanager: {
    name: "alertmanager",
    version: tools.alertmanager,
    versionArgs: ["--version"],
    image: { name: `docker.io/prom/alertmanager:v${tools.alertmanager}`, path: "/bin/alertmanager" },
    isBuilt: true,
  },
  helm: {
    name: "helm",
    version: tools.helm,
    versionArgs: ["version", "--template", "{{.Version}}"],
    image: { name: `docker.io/alpine/helm:${tools.helm}`, path: "/usr/bin/helm" },
    isBuilt: true,
  },
  "kube-apiserver": {
    name: "kube-apiserver",
    version: tools["kube-apiserver"],
    versionArgs: ["--version"],
    image: {
      name: `registry.k8s.io/kube-apiserver:v${tools["kube-apiserver"]}`,
      path: "/usr/local/bin/kube-apiserver",
    },
    isBuilt: true,
  },
  etcd: {
    name: "etcd",
    version: tools.etcd,
    versionArgs: ["--version"],
    image: { name: `gcr.io/etcd-development/etcd:v${tools.etcd}`, path: "/usr/local/bin/etcd" },
    isBuilt: true,
  },
  alloy: {
    name: "alloy",
    version: images.alloy.tag.replace(/^v/, ""),
    versionArgs: ["--version"],
    image: { name: `docker.io/grafana/alloy:${images.alloy.tag}`, path: "/bin/alloy" },
    isBuilt: false,
  },
};

/** Returns the environment variable with the path of the program. */
export function variableOf({ name }: Component): string {
  return `${name.toUpperCase().replaceAll("-", "_")}_BINARY`;
}

/** Lists the ways to provide the program. */
export function waysToProvide(component: Component): string {
  const { name, version, image, isBuilt } = component;
  const ways = [
    `${variableOf(component)}=<path>`,
    `${name} ${version} on PATH`,
    ...(image === null ? [] : ["Docker or Podman"]),
    ...(isBuilt ? ['"npm run tools", which builds it with Go'] : []),
  ];
  return ways.join(", or ");
}
