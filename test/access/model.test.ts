import { Access, type NetworkPolicySettings } from "../../src/access/access";
import { Peer } from "../../src/access/peer";
import { exampleModel } from "../helpers/example";
import { settingsError } from "../helpers/settings-error";
import { unchecked, uncheckedModel } from "../helpers/unchecked";

function refusal(settings: NetworkPolicySettings) {
  return settingsError(() => exampleModel({ access: Access.networkPolicy(settings) }));
}

test("by default admits the namespaces of Grafana and Alertmanager, and looks up the control plane", () => {
  const { access } = exampleModel({ grafana: { namespace: "grafana" } });
  expect(access).toMatchObject({
    kind: "networkPolicy",
    from: [{ kind: "namespace", namespace: "grafana" }],
    metrics: [{ kind: "namespace", namespace: "monitoring" }],
    controlPlane: { lookUp: true, isDeclared: false },
  });
});

test("is open on request", () => {
  expect(exampleModel({ access: Access.open() }).access).toEqual({ kind: "open" });
});

test("declared peers of the control plane replace the look-up", () => {
  const { access } = exampleModel({ access: Access.networkPolicy({ controlPlane: [Peer.addresses("192.0.2.0/28")] }) });
  expect(access).toMatchObject({
    controlPlane: { lookUp: false, isDeclared: true, peers: [{ kind: "addresses", cidrs: ["192.0.2.0/28"] }] },
  });
});

test.each(["192.0.2.10/32", "10.0.0.0/8", "2001:db8::/64", "::1/128", "2001:db8:0:1::/64", "fd00::/8"])(
  "accepts the range %s",
  (range) => {
    const from = [Peer.addresses(range)];
    expect(exampleModel({ access: Access.networkPolicy({ from }) }).access).toMatchObject({
      from: [{ cidrs: [range] }],
    });
  },
);

test.each([
  ["192.0.2.10", "192.0.2.10/32"],
  ["2001:db8::1", "2001:db8::1/128"],
  ["10.1.2.3/16", "10.1.0.0/16"],
  ["192.0.2.129/25", "192.0.2.128/25"],
  ["2001:DB8::1/64", "2001:db8::/64"],
  ["2001:db8:0:0:0:0:0:0/32", "2001:db8::/32"],
])("corrects the range %s to %s", (range, corrected) => {
  expect(refusal({ from: [Peer.addresses(range)] })).toMatchObject({
    setting: "access.from[0]",
    got: JSON.stringify(range),
    remedy: `write ${JSON.stringify(corrected)}`,
  });
});

test.each(["nas", "10.0.0.0/33", "10.0.0/8", "2001:db8::/129", "10.0.0.0/-1", "", "10.0.0.0/08", "fe80::1%eth0/64"])(
  "refuses the range %j",
  (range) => {
    expect(refusal({ metrics: [Peer.addresses(range)] })).toMatchObject({
      setting: "access.metrics[0]",
      expected: expect.stringContaining("192.0.2.0/24"),
    });
  },
);

test.each(["0.0.0.0/0", "::/0"])("refuses %s, which is everybody", (range) => {
  expect(refusal({ from: [Peer.addresses(range)] }).remedy).toContain("access: Access.open()");
});

test("refuses addresses without a range, which would admit everybody", () => {
  expect(refusal({ from: [Peer.addresses()] }).remedy).toContain('Peer.addresses("192.0.2.10/32")');
});

test.each([
  ["a namespace", Peer.namespace("Grafana"), "access.from[0]", 'write "grafana"'],
  [
    "the namespace of pods",
    Peer.pods({ namespace: "a_b", labels: { app: "x" } }),
    "access.from[0].namespace",
    "kubectl get",
  ],
  ["no labels", Peer.pods({ namespace: "a", labels: {} }), "access.from[0].labels", "Peer.namespace(…)"],
  [
    "the key of a label",
    Peer.pods({ namespace: "a", labels: { "a b": "x" } }),
    "access.from[0].labels",
    "--show-labels",
  ],
  [
    "the value of a label",
    Peer.pods({ namespace: "a", labels: { app: "a b" } }),
    'access.from[0].labels["app"]',
    "--show-labels",
  ],
])("refuses %s that the API server would reject", (_, peer, setting, remedy) => {
  expect(refusal({ from: [peer] })).toMatchObject({ setting, remedy: expect.stringContaining(remedy) });
});

test("refuses everything at once", () => {
  const from = [Peer.namespace("A"), Peer.addresses("b")];
  expect(() => exampleModel({ access: Access.networkPolicy({ from }), grafana: { namespace: "C" } })).toThrow(
    expect.objectContaining({ problems: [expect.anything(), expect.anything(), expect.anything()] }),
  );
});

describe("a value of another type", () => {
  test.each<[unknown, string]>([
    ["open", "write access: Access.open()"],
    ["none", "write access: Access.open()"],
    [{ from: [] }, "write access: Access.networkPolicy("],
    [true, "write access: Access.networkPolicy("],
  ])("in place of access: %j", (access, remedy) => {
    const problem = settingsError(() => uncheckedModel({ access }));
    expect(problem).toMatchObject({ setting: "access", remedy: expect.stringContaining(remedy) });
  });

  test.each<[unknown, string, string]>([
    [["grafana"], "access.from[0]", 'write Peer.namespace("grafana")'],
    [["192.0.2.10"], "access.from[0]", 'write Peer.addresses("192.0.2.10/32")'],
    [[{ namespace: "grafana" }], "access.from[0]", 'write Peer.namespace("grafana")'],
    ["grafana", "access.from", 'write from: [Peer.namespace("grafana")]'],
    [Peer.namespace("apps"), "access.from", 'write from: [Peer.namespace("apps")]'],
    [
      Peer.pods({ namespace: "apps", labels: { app: "x" } }),
      "access.from",
      "from: [Peer.pods({ namespace: \"apps\", labels: { app: 'x' } })]",
    ],
  ])("in place of peers: %j", (from, setting, remedy) => {
    expect(refusal(unchecked({}, { from }))).toMatchObject({ setting, remedy: expect.stringContaining(remedy) });
  });

  test("an unknown setting", () => {
    expect(refusal(unchecked({}, { form: [] }))).toMatchObject({
      setting: "access.form",
      remedy: expect.stringContaining("from"),
    });
  });
});
