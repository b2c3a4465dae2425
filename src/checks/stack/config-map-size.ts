import { print } from "../../alloy/syntax";
import type { RenderedStack } from "../../stack/rendered-stack";
import { ByteSize } from "../../units";
import type { Check } from "../check";

/** What the API server takes; the object's metadata and the manager's fields need a little of it. */
const MOST = ByteSize.mebibytes(1).minus(ByteSize.kibibytes(16));

export const configMapSize: Check = {
  id: "config-map-size",
  severity: "error",
  reason: "the API server refuses a ConfigMap above one mebibyte, in the middle of an apply",
  evidence: "Kubernetes, core/validation: MaxSecretSize for ConfigMaps",
  find(stack) {
    return configMaps(stack)
      .map(({ setting, texts, remedy }) => ({ setting, remedy, size: bytes(texts) }))
      .filter(({ size }) => size.isLargerThan(MOST))
      .map(({ setting, remedy, size }) => ({
        ...{ setting, remedy },
        got: size.toHumanString(),
        expected: `at most ${MOST.toHumanString()} in one ConfigMap`,
      }));
  },
};

function configMaps({ model, agent, events }: RenderedStack) {
  const rules = model.alerting.files.map(({ text }) => text);
  const shorter = "write fewer or shorter entries of alloy.drop";
  return [
    { setting: "alerting.rules", texts: rules, remedy: "take rule files out, or shorten what they describe" },
    { setting: "alloy.drop", texts: [print(agent.pipeline)], remedy: shorter },
    ...(events === null ? [] : [{ setting: "alloy.events", texts: [print(events.pipeline)], remedy: shorter }]),
  ];
}

function bytes(texts: readonly string[]): ByteSize {
  return ByteSize.bytes(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0));
}
