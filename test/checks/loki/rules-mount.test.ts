import { rulesMount } from "../../../src/checks/loki/rules-mount";
import { findings, withConfiguration, withLokiValues } from "../stacks";

const KEY = "ruler.storage.local.directory";
const SETTING = "Loki's configuration: ruler.storage.local.directory";
const WANTED = `the ConfigMap loki-alert-rules mounted at the ruler's directory plus "/fake"`;

function mountedAt(mountPath: string, of = withLokiValues({})) {
  return withLokiValues({ "singleBinary.extraVolumeMounts": [{ name: "rules", mountPath }] }, of);
}

test("rejects a ruler directory other than the mount of the rules", () => {
  expect(findings(rulesMount, withConfiguration({ [KEY]: "/etc/loki/rules" }))).toEqual([
    {
      setting: SETTING,
      got: '"/etc/loki/rules", with the rules mounted at /loki/rules/fake',
      expected: WANTED,
      remedy: "set ruler.storage.local.directory to /loki/rules in the configuration that Loki reads",
    },
  ]);
});

test("rejects a missing ruler directory", () => {
  expect(findings(rulesMount, withConfiguration({ [KEY]: undefined }))).toMatchObject([
    { got: "nothing, with the rules mounted at /loki/rules/fake", remedy: expect.stringContaining("to /loki/rules ") },
  ]);
});

test.each(["/loki/rules", "/loki/rules/notfake", "/loki/rules/tenant"])("rejects rules mounted at %s", (path) => {
  expect(findings(rulesMount, mountedAt(path))).toEqual([
    {
      setting: SETTING,
      got: `"/loki/rules", with the rules mounted at ${path}`,
      expected: WANTED,
      remedy: "mount the ConfigMap at /loki/rules/fake",
    },
  ]);
});

test("rejects rules that are not mounted", () => {
  expect(findings(rulesMount, withLokiValues({ "singleBinary.extraVolumeMounts": [] }))).toMatchObject([
    { got: '"/loki/rules", with the rules mounted at no path', remedy: "mount the ConfigMap at /loki/rules/fake" },
  ]);
});

test("names both a missing directory and a missing mount", () => {
  const nowhere = withLokiValues({ "singleBinary.extraVolumeMounts": [] }, withConfiguration({ [KEY]: undefined }));
  expect(findings(rulesMount, nowhere)).toMatchObject([
    { remedy: "mount the ConfigMap at <ruler.storage.local.directory>/fake" },
  ]);
});

test("accepts another directory if the rules are mounted there", () => {
  expect(findings(rulesMount, mountedAt("/rules/fake", withConfiguration({ [KEY]: "/rules" })))).toEqual([]);
});

test("rejects another ConfigMap at the right path", () => {
  const volumes = [{ name: "rules", configMap: { name: "loki-alert-rules-old" } }];
  expect(findings(rulesMount, withLokiValues({ "singleBinary.extraVolumes": volumes }))).toHaveLength(1);
});
