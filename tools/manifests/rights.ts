import type { Manifest } from "./manifest";

/** What an object lets its pods or its clients do. */
export interface Right {
  /** "DaemonSet/alloy" */
  readonly object: string;
  readonly right: string;
}

interface SecurityContext {
  readonly runAsUser?: number;
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly seccompProfile?: { readonly type: string };
}

interface Container {
  readonly name: string;
  readonly securityContext?: SecurityContext;
  readonly ports?: readonly { readonly containerPort: number }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly readOnly?: boolean }[];
}

interface PodSpec {
  readonly hostPID?: boolean;
  readonly hostNetwork?: boolean;
  readonly hostIPC?: boolean;
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly securityContext?: SecurityContext;
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes?: readonly { readonly name: string; readonly hostPath?: { readonly path: string } }[];
}

interface Spec {
  readonly template?: { readonly spec: PodSpec };
  readonly ports?: readonly { readonly port: number }[];
}

interface Rule {
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
}

/** Returns every container, host path, token, port and permission of the objects, in their order. */
export function rightsOf(objects: readonly Manifest[]): readonly Right[] {
  return objects.flatMap((object) => {
    const name = `${object.kind}/${object.metadata.name}`;
    return [...new Set(rightsOfObject(object))].map((right) => ({ object: name, right }));
  });
}

function rightsOfObject({ kind, spec, rules }: Manifest & { readonly spec?: Spec; readonly rules?: readonly Rule[] }) {
  if (spec?.template !== undefined) return rightsOfPod(spec.template.spec);
  if (kind === "Service") return [`port ${(spec?.ports ?? []).map(({ port }) => port).join(", ")}`];
  return (rules ?? []).map(({ resources = [], verbs }) => `${verbs.join(", ")} ${resources.join(", ")}`);
}

function rightsOfPod(pod: PodSpec): readonly string[] {
  const containers = [...(pod.initContainers ?? []), ...pod.containers];
  return [
    ...(["hostPID", "hostNetwork", "hostIPC"] as const).filter((key) => pod[key] === true),
    ...containers.map((container) => rightsOfContainer(container, pod.securityContext)),
    ...(pod.volumes ?? []).flatMap(({ name, hostPath }) =>
      hostPath === undefined ? [] : [`host path ${hostPath.path}, ${access(name, containers)}`],
    ),
    ...(pod.automountServiceAccountToken === false ? [] : [`token of ${pod.serviceAccountName}`]),
    ...containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => `port ${containerPort}`)),
  ];
}

function access(volume: string, containers: readonly Container[]): string {
  const mounts = containers.flatMap(({ volumeMounts = [] }) => volumeMounts.filter(({ name }) => name === volume));
  return mounts.every(({ readOnly }) => readOnly === true) ? "read-only" : "writable";
}

/** A container without a context has what the runtime gives it. */
function rightsOfContainer({ name, securityContext = {} }: Container, ofPod: SecurityContext = {}): string {
  const { runAsUser, seccompProfile, capabilities, ...own } = { ...ofPod, ...securityContext };
  const parts = [
    `user ${runAsUser ?? "of the image"}`,
    capabilities?.drop?.includes("ALL") && (capabilities.add ?? []).length === 0 ? null : "with capabilities",
    own.privileged === true ? "privileged" : null,
    own.allowPrivilegeEscalation === false ? null : "may gain privileges",
    own.readOnlyRootFilesystem === true ? null : "writable root",
    seccompProfile?.type === "RuntimeDefault" ? null : "no seccomp profile",
  ];
  return `container ${name}, ${parts.filter((part) => part !== null).join(", ")}`;
}
