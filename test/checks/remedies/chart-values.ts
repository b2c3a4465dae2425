import { type Change, type Part, stack, withValuesFile } from "../stacks";
import type { RemedyCase } from "./remedy";

/** A values file before and after following the remedy; undefined removes a key. */
function inValues(check: string, part: Part, before: Change, remedy: string, after: Change): RemedyCase {
  const changed = withValuesFile(part, before);
  return { check, before: changed, remedy, after: withValuesFile(part, after, changed) };
}

/** A finding that the user accepts. */
function accepted(check: string, part: Part, before: Change, setting: string): RemedyCase {
  const accepting = stack({ accept: [{ check, setting, reason: "tested on our cluster" }] });
  return {
    check,
    before: withValuesFile(part, before),
    remedy: "accept the finding",
    after: withValuesFile(part, before, accepting),
  };
}

const ARGS = { "defaults.extraArgs": ["-log.level=debug"] };

/** Remedies of the checks of chart values. */
export const chartValueRemedies: readonly RemedyCase[] = [
  inValues("unexamined-value", "loki", ARGS, "remove defaults.extraArgs", { defaults: undefined }),
  accepted("unexamined-value", "loki", ARGS, "values/loki.yaml: defaults.extraArgs"),
  inValues(
    "unexamined-value",
    "loki",
    { "defaults.podLabels": { team: "a" } },
    "remove defaults.podLabels (loki.podLabels is examined)",
    { defaults: undefined, "loki.podLabels": { team: "a" } },
  ),
  inValues("unexamined-value", "agent", { "alloy.configMap.content": "logging {}" }, "remove alloy.configMap", {
    "alloy.configMap": undefined,
  }),
  inValues("exposed-service", "loki", { "ingress.enabled": true }, "remove ingress.enabled", { ingress: undefined }),
  accepted("exposed-service", "loki", { "ingress.enabled": true }, "values/loki.yaml: ingress.enabled"),
  inValues("exposed-service", "agent", { "service.type": "NodePort" }, "remove service.type", { service: undefined }),
  inValues("required-values", "loki", { "test.enabled": true }, "set test.enabled: false", { "test.enabled": false }),
  inValues("required-values", "events", { "controller.type": undefined }, 'set controller.type: "deployment"', {
    "controller.type": "deployment",
  }),
  inValues(
    "required-values",
    "agent",
    { "alloy.securityContext": undefined },
    'set alloy.securityContext: {"runAsUser":0,',
    {
      "alloy.securityContext": {
        runAsUser: 0,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
      },
    },
  ),
  inValues(
    "required-values",
    "loki",
    { "singleBinary.podLabels": { app: "a", "app.kubernetes.io/name": "b" } },
    'remove "app.kubernetes.io/name" from singleBinary.podLabels',
    { "singleBinary.podLabels": { app: "a" } },
  ),
  inValues(
    "required-values",
    "loki",
    { "loki.podSecurityContext": { runAsUser: 0 } },
    "set loki.podSecurityContext.runAsUser: 10001",
    { "loki.podSecurityContext": { runAsUser: 10_001 } },
  ),
  inValues(
    "required-values",
    "loki",
    { "singleBinary.tolerations": [{ operator: "Exist" }] },
    "correct it, or remove singleBinary.tolerations",
    { "singleBinary.tolerations": undefined },
  ),
  inValues("required-values", "loki", { "singleBinary.kind": "Deployment" }, "remove singleBinary.kind", {
    "singleBinary.kind": undefined,
  }),
];
