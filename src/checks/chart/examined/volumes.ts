import { isPlainObject } from "../../../settings/plain-object";
import type { Values } from "../../../terraform/chart-values";
import { mappingsAt, valueAt } from "../../values";
import {
  anyText,
  boolean,
  type Context,
  type Fault,
  first,
  integer,
  list,
  oneOf,
  outside,
  record,
  type Shape,
  text,
  under,
} from "./shape";

/** Where a chart has volumes and mounts, and those that it creates itself. */
export interface PodVolumes {
  readonly volumes: string;
  readonly mounts: string;
  /** The names of the chart's own volumes. */
  readonly names: readonly string[];
  /** The paths that the program or the chart uses. */
  readonly paths: readonly string[];
}

const items: Shape = list(record({ key: anyText, path: anyText, mode: integer(0) }, ["key", "path"]));

/** The sources that write nothing to the node and take no memory from the container. */
const SOURCES: Readonly<Record<string, Shape>> = {
  configMap: record({ name: anyText, items, defaultMode: integer(0), optional: boolean }, ["name"]),
  secret: record({ secretName: anyText, items, defaultMode: integer(0), optional: boolean }, ["secretName"]),
  emptyDir: record({ medium: oneOf(""), sizeLimit: anyText }),
  projected: record({ sources: list(projection), defaultMode: integer(0) }, ["sources"]),
  downwardAPI: record({ items: list(isMapping), defaultMode: integer(0) }, ["items"]),
  hostPath: record({ path: text(/^\/./, "a directory of the node"), type: oneOf("", "Directory", "File") }, ["path"]),
};

const volume: Shape = record(
  { name: text(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, "lowercase letters, digits and dashes"), ...SOURCES },
  ["name"],
);

const mount: Shape = record(
  {
    name: anyText,
    mountPath: text(/^(\/(?!\.{1,2}(\/|$))[^/:\s]+)+$/, "an absolute path without a trailing slash"),
    subPath: text(/^(?!\/)(?!.*\.\.)/, "a relative path"),
    readOnly: boolean,
  },
  ["name", "mountPath"],
);

/** Directories of a node that give away its credentials, or the control of its containers. */
const NODE_SECRETS = [
  ...["/boot", "/dev", "/etc/kubernetes", "/etc/shadow", "/etc/ssh", "/proc", "/root", "/run", "/sys", "/var/run"],
  ...["/var/lib/containerd", "/var/lib/docker", "/var/lib/etcd", "/var/lib/kubelet", "/var/lib/rancher"],
];

/**
 * Additional volumes in the values file (the stack's own come first in the merged list, and have other bounds), whose names are free and whose sources the stack can run with.
 */
export function extraVolumes(pod: PodVolumes): Shape {
  const shape = list(volume);
  return (_, context) => {
    const own = valueAt(context.written, pod.volumes);
    if (own === undefined) return null;
    const find = ([index, one]: readonly [number, Values]) => volumeFault(one, index, context, pod);
    return shape(own, context) ?? first([...mappingsAt(context.written, pod.volumes).entries()], find);
  };
}

function volumeFault(one: Values, index: number, context: Context, pod: PodVolumes): Fault | null {
  const name = String(one["name"]);
  const taken = [...pod.names, ...mappingsAt(context.values, pod.volumes).map((other) => String(other["name"]))];
  if (taken.indexOf(name) !== taken.lastIndexOf(name) || pod.names.includes(name)) {
    return at([index, "name"], outside(name, "a name that no other volume has"));
  }
  const sources = Object.keys(one).filter((key) => key !== "name");
  if (sources.length !== 1) return at([index], outside(one, "a name and one source"));
  const host = one["hostPath"];
  return isPlainObject(host) ? hostFault(host, index, context, { name, pod }) : null;
}

function hostFault(
  host: Values,
  index: number,
  { values }: Context,
  { name, pod }: { readonly name: string; readonly pod: PodVolumes },
): Fault | null {
  const path = String(host["path"]);
  const isSecret = NODE_SECRETS.some((secret) => overlap(path.replace(/(?<=.)\/+$/, ""), secret));
  if (isSecret || !NORMALIZED.test(path)) {
    return at([index, "hostPath", "path"], outside(path, "a directory without credentials of the node"));
  }
  const isWritten = mappingsAt(values, pod.mounts).some((one) => one["name"] === name && one["readOnly"] !== true);
  return isWritten ? at([index, "hostPath"], outside(host, "readOnly: true in every mount of it")) : null;
}

const NORMALIZED = /^(\/(?!\.{1,2}(\/|$))[^/\s]+)+\/?$/;

/** Additional mounts that shadow no path that the program or the chart uses. */
export function extraMounts(pod: PodVolumes): Shape {
  const shape = list(mount);
  return (_, context) => {
    const own = valueAt(context.written, pod.mounts);
    if (own === undefined) return null;
    const find = ([index, one]: readonly [number, Values]) => mountFault(one, index, context, pod);
    return shape(own, context) ?? first([...mappingsAt(context.written, pod.mounts).entries()], find);
  };
}

function mountFault(one: Values, index: number, context: Context, pod: PodVolumes): Fault | null {
  const declared = mappingsAt(context.written, pod.volumes).map((other) => other["name"]);
  const path = String(one["mountPath"]);
  if (!declared.includes(one["name"])) {
    return at([index, "name"], outside(one["name"], `the name of a volume in ${pod.volumes}`));
  }
  const others = mappingsAt(context.values, pod.mounts).map((other) => String(other["mountPath"]));
  const repeated = others.filter((other) => other === path).length > 1 ? path : undefined;
  const derived = others.slice(0, others.length - mappingsAt(context.written, pod.mounts).length);
  const shadowed = repeated ?? [...pod.paths, ...derived].find((used) => overlap(path, used));
  if (shadowed === undefined) return null;
  return at([index, "mountPath"], outside(path, `a path apart from ${shadowed}, which is in use`));
}

/** Whether one path is the other, or contains it. */
function overlap(one: string, other: string): boolean {
  return one === other || one === "/" || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}

function at(path: readonly (string | number)[], fault: Fault): Fault {
  return { ...fault, path: [...path.map(String), ...fault.path] };
}

/** A token without an audience is one for the API server. */
function projection(value: unknown): Fault | null {
  if (!isPlainObject(value)) return isMapping(value);
  const token = value["serviceAccountToken"];
  if (token === undefined || (isPlainObject(token) && typeof token["audience"] === "string")) return null;
  return under("serviceAccountToken", outside(token, "an audience other than the API server"));
}

function isMapping(value: unknown): Fault | null {
  return isPlainObject(value) ? null : outside(value, "a mapping");
}
