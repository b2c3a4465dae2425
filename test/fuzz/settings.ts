import fc, { type Arbitrary } from "fast-check";
import { Backend } from "../../src/terraform/backend";
import { ByteSize } from "../../src/units";
import { absurd, type Kinds, sensible } from "./kinds";

/** Of everything that a load can be too large for, so that a good many plans come through. */
const ACCEPTED = ["memory-needed", "memory-limit", "wal-size", "volume-size", "stream-limit", "inotify-instances"];

function settingsOf(kinds: Kinds): Arbitrary<object> {
  const { count, size, name } = kinds;
  return fc.record(
    {
      nfs: fc.record(
        { server: hosts(), path: kinds.path, size, mountOptions: fc.array(kinds.mountOption, { maxLength: 3 }) },
        { requiredKeys: ["server", "path"], noNullPrototype: true },
      ),
      alertmanager: fc.oneof(
        fc.constant("none"),
        fc.record(
          { service: name, namespace: name, port: count },
          { requiredKeys: ["service", "namespace"], noNullPrototype: true },
        ),
      ),
      namespace: some({ name, create: fc.boolean() }),
      cluster: some({
        ...{ nodes: count, domain: fc.constantFrom("cluster.local", "k8s.example.com"), taints: taints(name) },
        limitRange: some({ maxMemory: size, maxCpu: kinds.cpu }),
        quota: some({ requestsMemory: size, requestsCpu: kinds.cpu, pods: count }),
      }),
      load: fc.oneof(
        some({ pods: count, podStartsPerDay: count, bytesPerDay: size, compression: kinds.number }),
        some({ linesPerSecond: kinds.number, bytesPerLine: size, pods: count }),
      ),
      loki: loki(kinds),
      alloy: alloy(kinds),
      inotify: some({ maxUserWatches: count, maxUserInstances: count, maxQueuedEvents: count }),
      grafana: some({ namespace: name }),
      images: some({ registry: fc.constantFrom("registry.example.com", "registry.example.com:5000/mirror") }),
      terraform: some({ backend: backends(), lookUps: fc.boolean(), context: name }),
      accept: acceptances(kinds),
    },
    { requiredKeys: ["nfs", "alertmanager", "accept"], noNullPrototype: true },
  );
}

function loki(kinds: Kinds): Arbitrary<object> {
  const { size, duration, count } = kinds;
  return some({
    ...{
      patterns: fc.boolean(),
      retention: duration,
      compactionInterval: duration,
      maxStreams: count,
      resources: resources(kinds),
    },
    wal: some({ size: fc.oneof(size, smallLogs()) }),
    ingester: some({
      ...{ maxChunkAge: duration, chunkIdlePeriod: duration, chunkRetainPeriod: duration },
      chunkTargetSize: size,
    }),
  });
}

function smallLogs(): Arbitrary<ByteSize> {
  return fc.integer({ min: 128, max: 2_048 }).map((amount) => ByteSize.mebibytes(amount));
}

function alloy(kinds: Kinds): Arbitrary<object> {
  const drop = fc.record({ name: kinds.name, reason: kinds.text, selector: kinds.selector }, { noNullPrototype: true });
  return some({
    runtime: fc.constantFrom("containerd", "cri-o", "docker"),
    ...{ journal: fc.boolean(), events: fc.boolean(), resources: resources(kinds) },
    drop: fc.uniqueArray(drop, { maxLength: 3, selector: ({ name }) => name }),
  });
}

/** Any of the keys, or none. */
function some(keys: Readonly<Record<string, Arbitrary<unknown>>>): Arbitrary<object> {
  return fc.record(keys, { requiredKeys: [], noNullPrototype: true });
}

/** With a request that is not above its limit, but for one time in ten. */
function resources({ cpu, size }: Kinds): Arbitrary<object> {
  const cpuLimit = fc.oneof(cpu, fc.constant("none"));
  const any = some({ cpuRequest: cpu, cpuLimit, memoryRequest: size, memoryLimit: size });
  const ordered = fc
    .tuple(size, size)
    .map(([one, other]) => (one.isLargerThan(other) ? [other, one] : [one, other]))
    .map(([memoryRequest, memoryLimit]) => ({ memoryRequest, memoryLimit }));
  return fc.oneof({ weight: 9, arbitrary: ordered }, { weight: 1, arbitrary: any });
}

function hosts(): Arbitrary<string> {
  return fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6());
}

function taints(name: Arbitrary<string>): Arbitrary<object[]> {
  const effect = fc.constantFrom("NoSchedule", "PreferNoSchedule", "NoExecute");
  const key = fc.constantFrom("dedicated", "node-role.kubernetes.io/control-plane");
  return fc.array(fc.record({ key, value: name, effect }, { requiredKeys: ["key", "effect"], noNullPrototype: true }), {
    maxLength: 3,
  });
}

function backends(): Arbitrary<unknown> {
  return fc.constantFrom(
    Backend.s3({ bucket: "state", key: "x.tfstate", region: "eu-central-1" }),
    Backend.kubernetes({ namespace: "kube-system", secretSuffix: "logs" }),
    Backend.local(),
  );
}

function acceptances({ text }: Kinds): Arbitrary<readonly object[]> {
  const all = ["agent-cpu", "agent-memory", "limit-range", "quota", "out-of-order", ...ACCEPTED];
  return fc.oneof(
    fc.constant([]),
    fc.tuple(...all.map((check) => fc.record({ check: fc.constant(check), reason: text }, { noNullPrototype: true }))),
  );
}

/** Something of a wrong kind, or under a name that nobody reads; seldom. */
function slips(): Arbitrary<object> {
  const key = fc.constantFrom("loki", "alloy", "nfs", "alertmanager", "cluster", "lokki");
  const slip = fc.dictionary(key, fc.anything(), { maxKeys: 1 });
  return fc.oneof({ weight: 19, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: slip });
}

/**
 * Settings as people write them: half of them sensible, half of any magnitude, and now and then one with something of a
 * wrong kind or under a name that nobody reads.
 */
export const settings: Arbitrary<object> = fc
  .tuple(fc.oneof(settingsOf(sensible), settingsOf(absurd)), slips())
  .map(([written, slip]) => ({ ...written, ...slip }));
