import fc, { type Arbitrary } from "fast-check";
import { Access } from "../../src/access/access";
import { Peer } from "../../src/access/peer";
import { Backend } from "../../src/terraform/backend";
import { ByteSize, Cpu, Duration } from "../../src/units";

/** The generators of single values. */
interface Values {
  readonly count: Arbitrary<number>;
  readonly number: Arbitrary<number>;
  readonly size: Arbitrary<ByteSize>;
  /** The size of a line. */
  readonly line: Arbitrary<ByteSize>;
  readonly duration: Arbitrary<Duration>;
  readonly cpu: Arbitrary<Cpu>;
  readonly name: Arbitrary<string>;
  readonly host: Arbitrary<string>;
  readonly digest: Arbitrary<string>;
  readonly path: Arbitrary<string>;
  readonly text: Arbitrary<string>;
  readonly selector: Arbitrary<string>;
  readonly mountOption: Arbitrary<string>;
}

/** Realistic values: most settings with them can be synthesized. */
const realistic: Values = {
  count: fc.integer({ min: 1, max: 9_000 }),
  number: fc.double({ min: 1, max: 20, noNaN: true }),
  size: fc.integer({ min: 1, max: 64 }).map((amount) => ByteSize.gibibytes(amount)),
  line: fc.integer({ min: 40, max: 4_000 }).map((amount) => ByteSize.bytes(amount)),
  duration: fc.integer({ min: 24, max: 24 * 60 }).map((amount) => Duration.hours(amount)),
  cpu: fc.integer({ min: 1, max: 4_000 }).map((amount) => Cpu.millicores(amount)),
  name: fc.stringMatching(/^[a-z]([-a-z0-9]{0,20}[a-z0-9])?$/),
  host: fc.oneof(
    fc.domain(),
    fc.nat(255).map((last) => `192.0.2.${last}`),
    fc.nat(0xffff).map((last) => `2001:db8::${last.toString(16)}`),
  ),
  digest: fc.constantFrom(`sha256:${"a1".repeat(32)}`, "none"),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: syntax of the template languages between here and the cluster
  path: fc.constantFrom("/srv/nfs/loki", "/a", "/mnt/${x}/{{y}}", "/%{if}", '/"quoted"', "/ünïcode"),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the same
  text: fc.constantFrom("Probes are noise.", "ünïcode ${x} {{ y }} %{ z }", "a 'quoted' \"reason\" \\ here"),
  selector: fc.constantFrom(
    '{namespace="web"} |= "GET /healthz"',
    '{container=~"a|b"} |~ "(?i)debug" != "panic"',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the same
    '{app="x"} |= "${HOME} {{ .Values }} %{ if }"',
  ),
  mountOption: fc.constantFrom("nfsvers=4.1", "hard", "timeo=600"),
};

/** Values of the right type and any magnitude: most settings with them cause errors. */
const extreme: Values = {
  count: fc.oneof(realistic.count, magnitudes(0, 12), fc.constantFrom(0, -1, 0.5, Number.NaN)),
  number: fc.oneof(realistic.number, magnitudes(0, 9), fc.constantFrom(0, -1, Number.NaN, Number.POSITIVE_INFINITY)),
  size: fc.oneof(
    realistic.size,
    magnitudes(0, 18).map((amount) => ByteSize.bytes(amount)),
    fc.double().map((amount) => ByteSize.gibibytes(amount)),
  ),
  line: fc.oneof(realistic.line, realistic.size, fc.constantFrom(ByteSize.bytes(0), ByteSize.bytes(-1))),
  duration: fc.oneof(
    realistic.duration,
    magnitudes(0, 14).map((amount) => Duration.milliseconds(amount)),
    fc.double().map((amount) => Duration.hours(amount)),
  ),
  cpu: fc.oneof(
    realistic.cpu,
    fc.double().map((amount) => Cpu.cores(amount)),
  ),
  name: fc.oneof(
    realistic.name,
    fc.stringMatching(/^[a-z][-a-z0-9]{0,61}[a-z0-9]$/),
    fc.string({ unit: "binary", maxLength: 8 }),
  ),
  host: fc.oneof(realistic.host, fc.ipV4(), fc.ipV6()),
  digest: fc.oneof(realistic.digest, fc.constantFrom("sha256:1", "")),
  path: fc.oneof(realistic.path, fc.string({ unit: "binary" })),
  text: fc.oneof(realistic.text, fc.string({ unit: "binary" })),
  selector: fc.oneof(
    realistic.selector,
    fc.constantFrom("{namespace=~`.+`}", '{pod="a"} |~ "("', "{}", ""),
    fc.string(),
  ),
  mountOption: fc.oneof(realistic.mountOption, fc.string()),
};

function magnitudes(minimum: number, maximum: number): Arbitrary<number> {
  return fc
    .tuple(fc.integer({ min: minimum, max: maximum }), fc.integer({ min: 1, max: 9 }))
    .map(([power, digit]) => digit * 10 ** power);
}

/** The checks that many generated settings fail. Most settings accept them, so that they reach the synthesis. */
const ACCEPTED = [
  "open-access",
  "control-plane-access",
  "memory-needed",
  "memory-limit",
  "wal-size",
  "volume-size",
  "stream-limit",
  "inotify-instances",
  "heap-needed",
  "image-digest",
  "chart-digest",
  "rule-source",
];

function settingsOf(values: Values): Arbitrary<object> {
  const { count, size, name, host, digest } = values;
  return fc.record(
    {
      nfs: fc.record(
        { server: host, path: values.path, size, mountOptions: fc.array(values.mountOption, { maxLength: 3 }) },
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
      drill: some({ namespace: name, create: fc.boolean() }),
      cluster: some({
        ...{ nodes: count, domain: fc.constantFrom("cluster.local", "k8s.example.com"), taints: taints(name) },
        limitRange: some({ maxMemory: size, maxCpu: values.cpu }),
        quota: some({ requestsMemory: size, requestsCpu: values.cpu, pods: count }),
      }),
      load: fc.oneof(
        some({ pods: count, podStartsPerDay: count, bytesPerDay: size, compression: values.number }),
        some({ linesPerSecond: values.number, bytesPerLine: values.line, pods: count }),
      ),
      loki: loki(values),
      alloy: alloy(values),
      inotify: some({ maxUserWatches: count, maxUserInstances: count, maxQueuedEvents: count }),
      grafana: some({ namespace: name }),
      charts: some({ loki: some({ digest: digest }), alloy: some({ digest: digest }) }),
      images: some({
        registry: fc.constantFrom("registry.example.com", "registry.example.com:5000/mirror"),
        digests: some({ loki: digest, alloy: digest, busybox: digest, pause: digest }),
      }),
      terraform: some({ backend: backends(), lookUps: fc.boolean(), context: name }),
      access: accesses(name),
      accept: acceptances(values),
    },
    { requiredKeys: ["nfs", "alertmanager", "accept"], noNullPrototype: true },
  );
}

function loki(values: Values): Arbitrary<object> {
  const { size, duration, count } = values;
  return some({
    ...{
      patterns: fc.boolean(),
      retention: duration,
      compactionInterval: duration,
      maxStreams: count,
      resources: resources(values),
    },
    wal: some({ size: fc.oneof({ weight: 9, arbitrary: smallLogs() }, { weight: 1, arbitrary: size }) }),
    ingester: some({
      ...{ maxChunkAge: duration, chunkIdlePeriod: duration, chunkRetainPeriod: duration },
      chunkTargetSize: size,
    }),
  });
}

function accesses(name: Arbitrary<string>): Arbitrary<Access> {
  const peer = fc.oneof(
    name.map((namespace) => Peer.namespace(namespace)),
    fc.tuple(name, name).map(([namespace, app]) => Peer.pods({ namespace, labels: { app } })),
    fc.constantFrom("192.0.2.0/24", "2001:db8::/64").map((range) => Peer.addresses(range)),
  );
  const peers = fc.array(peer, { maxLength: 2 });
  return fc.oneof(
    fc.constant(Access.open()),
    some({ from: peers, metrics: peers, controlPlane: peers }).map((settings) => Access.networkPolicy(settings)),
  );
}

function smallLogs(): Arbitrary<ByteSize> {
  return fc.integer({ min: 128, max: 2_048 }).map((amount) => ByteSize.mebibytes(amount));
}

function alloy(values: Values): Arbitrary<object> {
  const drop = fc.record(
    { name: values.name, reason: values.text, selector: values.selector },
    { noNullPrototype: true },
  );
  return some({
    runtime: fc.constantFrom("containerd", "cri-o", "docker"),
    ...{ journal: fc.boolean(), events: fc.boolean(), resources: resources(values) },
    drop: fc.uniqueArray(drop, { maxLength: 3, selector: ({ name }) => name }),
  });
}

/** Any subset of the keys. */
function some(keys: Readonly<Record<string, Arbitrary<unknown>>>): Arbitrary<object> {
  return fc.record(keys, { requiredKeys: [], noNullPrototype: true });
}

/** In nine of ten cases, the request does not exceed the limit. */
function resources({ cpu, size }: Values): Arbitrary<object> {
  const cpuLimit = fc.oneof(cpu, fc.constant("none"));
  const any = some({ cpuRequest: cpu, cpuLimit, memoryRequest: size, memoryLimit: size });
  const ordered = fc
    .tuple(size, size)
    .map(([one, other]) => (one.isLargerThan(other) ? [other, one] : [one, other]))
    .map(([memoryRequest, memoryLimit]) => ({ memoryRequest, memoryLimit }));
  return fc.oneof({ weight: 9, arbitrary: ordered }, { weight: 1, arbitrary: any });
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

function acceptances({ text }: Values): Arbitrary<readonly object[]> {
  const all = ["agent-cpu", "agent-memory", "limit-range", "quota", "out-of-order", ...ACCEPTED];
  const each = all.map((check) => fc.record({ check: fc.constant(check), reason: text }, { noNullPrototype: true }));
  return fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 4, arbitrary: fc.tuple(...each) });
}

/** Rarely, a value of a wrong type or an unknown key. */
function mistakes(): Arbitrary<object> {
  const key = fc.constantFrom("loki", "alloy", "nfs", "alertmanager", "cluster", "lokki");
  const mistake = fc.dictionary(key, fc.anything(), { maxKeys: 1 });
  return fc.oneof({ weight: 19, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: mistake });
}

/** Generated settings: half of them realistic, half extreme, and a few with a mistake. */
export const settings: Arbitrary<object> = fc
  .tuple(fc.oneof(settingsOf(realistic), settingsOf(extreme)), mistakes())
  .map(([written, mistake]) => ({ ...written, ...mistake }));
