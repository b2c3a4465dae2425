import { type Access, inNamespace } from "../../diagnostics/permission";
import type { Model } from "../../model";
import { digestOf } from "../../stack/digest";
import { Duration } from "../../units";
import { EDITED, OVERRIDDEN, POD_OLDER, TAKEN_BACK } from "../configuration/causes";
import { configMapsSeen } from "../configuration/config-maps";
import { judgeConfiguration } from "../configuration/judgement";
import { lokiConfigurationSeen } from "../configuration/loki";
import type { VerifyLink } from "../context";
import { askLoki } from "../loki/access";

export const configuration: VerifyLink = {
  id: "configuration",
  title: "The cluster has the configuration that is here",
  after: ["api-server"],
  failure: "cluster",
  patience: Duration.seconds(30),
  access,
  creates: false,
  causes: [EDITED, TAKEN_BACK, POD_OLDER, OVERRIDDEN],
  look: async (context, signal) => {
    const [configMaps, loki] = await Promise.all([
      configMapsSeen(context, signal),
      lokiConfigurationSeen(context, signal),
    ]);
    return judgeConfiguration({ digest: digestOf(context.deployment), configMaps, loki });
  },
};

function access(model: Model): readonly Access[] {
  const { namespace, grafana, alloy } = model;
  const configMaps = [...new Set([namespace.name, grafana.namespace])];
  return [
    ...configMaps.map((name) => inNamespace(name, "configmaps", ["get"])),
    inNamespace(namespace.name, "daemonsets", ["get"], "apps"),
    ...(alloy.events === null ? [] : [inNamespace(namespace.name, "deployments", ["get"], "apps")]),
    askLoki(model),
  ];
}
