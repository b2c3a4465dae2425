import { extraComponents } from "../../../src/checks/loki/extra-components";
import { findings, withLokiValues } from "../stacks";

test.each([
  ["chunksCache.enabled", "a cache that requests 9.6 GiB of memory"],
  ["resultsCache.enabled", "a cache that requests 1.2 GiB of memory"],
  ["gateway.enabled", "an nginx with a third-party log exporter in front of one Loki"],
  ["lokiCanary.enabled", "a pod on every node whose metrics nothing scrapes"],
  ["sidecar.rules.enabled", "a container that can read every Secret of the cluster"],
])("rejects %s if it is on, also by default", (key, cost) => {
  const finding = {
    setting: `values/loki.yaml: ${key}`,
    expected: "false, or an entry in accept",
    remedy: `set ${key}: false`,
  };
  const on = withLokiValues({ [key]: true });
  expect(findings(extraComponents, on)).toMatchObject([{ ...finding, got: `true: ${cost}` }]);
  const byDefault = withLokiValues({ [key]: undefined });
  expect(findings(extraComponents, byDefault)).toMatchObject([{ ...finding, got: `nothing: ${cost}` }]);
});
