import { SINGLE_TENANT } from "../../loki/layout";
import type { Check } from "../check";
import { shownAt, valueAt } from "../values";
import { effectiveConfiguration } from "./effective-configuration";
import { mountsOf } from "./pod";

export const rulesMount: Check = {
  id: "rules-mount",
  title: "The rules are mounted where the ruler reads them",
  severity: "error",
  why: "the ruler reads one subdirectory per tenant and does not load rules that are mounted elsewhere",
  remedy: "mount the ConfigMap of the rules at <ruler.storage.local.directory>/fake",
  evidence:
    "Loki 3.7.8, pkg/ruler/rulestore/local: <directory>/<tenant>/<file>, where the tenant is fake without authentication; a mount at a wrong path went unnoticed for 26 days",
  find({ model, loki }) {
    const configuration = effectiveConfiguration(loki.values);
    const directory = valueAt(configuration, "ruler.storage.local.directory");
    const expected = `${typeof directory === "string" ? directory : "<ruler.storage.local.directory>"}/${SINGLE_TENANT}`;
    const mount = mountsOf(loki.values).find(({ configMap }) => configMap === model.loki.rules.configMap);
    if (mount?.path === expected) return [];
    return [
      {
        setting: "Loki's configuration: ruler.storage.local.directory",
        got: `${shownAt(configuration, "ruler.storage.local.directory")}, with the rules mounted at ${mount?.path ?? "no path"}`,
        expected: `the ConfigMap ${model.loki.rules.configMap} mounted at the ruler's directory plus "/${SINGLE_TENANT}"`,
        remedy: mount?.path.endsWith(`/${SINGLE_TENANT}`)
          ? `set ruler.storage.local.directory to ${mount.path.slice(0, -SINGLE_TENANT.length - 1)} in the configuration that Loki reads`
          : `mount the ConfigMap at ${expected}`,
      },
    ];
  },
};
