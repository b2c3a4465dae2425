import { isPlainObject } from "../../settings/plain-object";
import { type RenderedRelease, type RenderedStack, releases } from "../../stack/rendered-stack";
import type { Values } from "../../terraform/chart-values";
import { readMapping } from "../../terraform/yaml";
import type { Check, Finding } from "../check";
import { keyLocation } from "../values";
import { publishes } from "./examined/metadata";
import { shown } from "./key-tree";

export const exposedService: Check = {
  id: "exposed-service",
  title: "Nothing exposes Loki or Alloy outside the cluster",
  severity: "error",
  why: "neither has authentication: anyone who reaches Loki can push, read and delete logs and shut it down, and anyone who reaches Alloy can reload it",
  remedy: "remove the key; to reach one from outside, put a proxy with authentication in front of its Service",
  evidence:
    'charts loki 18.11.0 and alloy 1.11.1, rendered with each of these keys; with auth_enabled: false Loki 3.7.8 serves /loki/api/v1/push, /loki/api/v1/delete and "POST /ingester/shutdown" to anyone',
  find: (stack) =>
    exposures(stack).map(({ release, path, value, what }) => {
      const { valuesFile, valuesText } = release;
      const location = keyLocation(valuesFile, valuesText, path);
      return {
        setting: `${valuesFile}: ${path.join(".")}`,
        got: `${shown(value)}: ${what}`,
        expected: "no way into the cluster",
        remedy: `remove ${path.join(".")}; to reach ${release === stack.loki ? "Loki" : "Alloy"} from outside, put a proxy with authentication in front of its Service, and accept the finding`,
        ...(location && { location }),
      } satisfies Finding;
    }),
};

/** A value that exposes a pod. */
export interface Exposure {
  readonly release: RenderedRelease;
  readonly path: readonly string[];
  readonly value: unknown;
  /** What the value creates. */
  readonly what: string;
  /** The number of keys of the path that name the block that the finding is about. */
  readonly block: number;
}

/** Returns the values of all files that expose a pod outside the cluster. */
export function exposures(stack: RenderedStack): readonly Exposure[] {
  return releases(stack).flatMap((release) => {
    const written = readMapping(release.valuesFile, release.valuesText);
    return [...exposing(written, [])].map((one) => ({ release, ...one }));
  });
}

type Found = Omit<Exposure, "release">;

/** The parts of the charts that this stack deploys. What other parts expose does not exist. */
const PARTS = [
  ...["alloy", "agent", "controller", "defaults", "extraObjects", "gateway", "ingress", "loki", "memberlist", "route"],
  ...["service", "singleBinary"],
];

/** Blocks with a switch that creates a way into the cluster. */
const SWITCHED: ReadonlyMap<string, string> = new Map([
  ["ingress", "an Ingress"],
  ["gateway.ingress", "an Ingress to the gateway"],
]);

/** Blocks whose every entry has such a switch. */
const ROUTES = ["route", "gateway.route"];

const SERVICE_TYPE = /(^|\.)(serviceType|service\.type)$/;
const SERVICE_ANNOTATIONS = /(^|\.)(serviceAnnotations|service\.annotations)$/;

/** Lists of objects, containers and ports. */
const LISTS = /(^|\.)(extraObjects|extraContainers|initContainers|extraPorts)$/;

/** The depth of the deepest of these keys. */
const DEPTH = 3;

function* exposing(values: Values, parents: readonly string[]): Generator<Found> {
  if (parents.length >= DEPTH) return;
  for (const [key, value] of Object.entries(values)) {
    const path = [...parents, key];
    if (parents.length === 0 && !PARTS.includes(key)) continue;
    const found = exposure(path, value);
    if (found !== null) yield found;
    else if (isPlainObject(value)) yield* exposing(value, path);
  }
}

function exposure(path: readonly string[], value: unknown): Found | null {
  const name = path.join(".");
  const found = (below: readonly string[], at: unknown, what: string): Found => ({
    path: [...path, ...below],
    value: at,
    what,
    block: path.length,
  });
  const switched = SWITCHED.get(name);
  if (switched !== undefined) return isOn(value) ? found(["enabled"], enabledOf(value), switched) : null;
  if (ROUTES.includes(name)) {
    const on = entriesOf(value).find(([, route]) => isOn(route));
    return on === undefined ? null : found([on[0], "enabled"], enabledOf(on[1]), "a route of the Gateway API");
  }
  if (SERVICE_ANNOTATIONS.test(name)) {
    const publishing = entriesOf(value).find(([annotation]) => publishes(annotation));
    return publishing === undefined
      ? null
      : found([publishing[0]], publishing[1], "an annotation that publishes the Service");
  }
  const what = wayIn(name, value);
  return what === null ? null : found([], value, what);
}

/** What a single value opens, null if nothing. */
function wayIn(name: string, value: unknown): string | null {
  if (SERVICE_TYPE.test(name)) return isInternal(value) ? null : "a type of Service other than ClusterIP";
  if (name === "controller.hostNetwork") return isTruthy(value) ? "every port, on the node's own address" : null;
  return LISTS.test(name) && opensBelow(value) ? "a port, a Service or a route that is reachable from outside" : null;
}

/** Whether a Service of this type is reachable only in the cluster. */
function isInternal(value: unknown): boolean {
  return value === "ClusterIP" || value === "" || value === null;
}

/** Objects that make a Service reachable from outside. */
const KINDS =
  /^(Ingress|HTTPRoute|GRPCRoute|TCPRoute|TLSRoute|UDPRoute|Gateway|Route|VirtualService|HTTPProxy|IngressRoute(TCP|UDP)?|Tunnel|TunnelBinding|VirtualServer|Mapping)$/;
const TEXT_OF_KINDS =
  /\bkind:\s*["']?(Ingress|\w*Route\b|Gateway\b|VirtualService|HTTPProxy|IngressRoute)|\b(NodePort|LoadBalancer|externalIPs|hostPort|hostNetwork)\b/;

/** Whether an object, or one in a list, is a way into the cluster. Bounded, because a list can be nested without limit. */
function opensBelow(value: unknown, depth = 0): boolean {
  if (depth > 16) return false;
  if (typeof value === "string") return TEXT_OF_KINDS.test(value);
  if (Array.isArray(value)) return value.some((one) => opensBelow(one, depth + 1));
  if (!isPlainObject(value)) return false;
  const { kind, type, hostPort, hostNetwork, externalIPs, nodePort } = value;
  return (
    (typeof kind === "string" && KINDS.test(kind)) ||
    type === "NodePort" ||
    type === "LoadBalancer" ||
    [hostPort, hostNetwork, externalIPs, nodePort].some(isTruthy) ||
    Object.values(value).some((one) => typeof one !== "string" && opensBelow(one, depth + 1))
  );
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isPlainObject(value) ? Object.entries(value) : [];
}

function enabledOf(value: unknown): unknown {
  return isPlainObject(value) ? value["enabled"] : undefined;
}

function isOn(value: unknown): boolean {
  return isTruthy(enabledOf(value));
}

/** Whether Go's templates take a value for true, such as the text "false". */
function isTruthy(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === "") return false;
  return Object.keys(Object(value)).length > 0 || typeof value !== "object";
}
