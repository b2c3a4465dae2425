import { print } from "../../alloy/syntax";
import type { RenderedStack } from "../../stack/rendered-stack";
import { ByteSize } from "../../units";
import type { Check } from "../check";

/** The API server's limit, less some space for metadata and managed fields. */
const MAXIMUM = ByteSize.mebibytes(1).minus(ByteSize.kibibytes(16));

export const configMapSize: Check = {
  id: "config-map-size",
  title: "ConfigMaps stay below the API server's limit",
  severity: "error",
  why: "the API server rejects a ConfigMap larger than 1 MiB during the apply",
  remedy: "shorten the rules or the entries of alloy.drop",
  evidence: "Kubernetes, core/validation: MaxSecretSize applies to ConfigMaps",
  find(stack) {
    return configMaps(stack)
      .map(({ setting, texts, remedy }) => ({ setting, remedy, size: bytes(texts) }))
      .filter(({ size }) => size.isLargerThan(MAXIMUM))
      .map(({ setting, remedy, size }) => ({
        ...{ setting, remedy },
        got: size.toHumanString(),
        expected: `at most ${MAXIMUM.toHumanString()} in one ConfigMap`,
      }));
  },
};

function configMaps({ model, agent, events }: RenderedStack) {
  const rules = model.alerting.files.map(({ text }) => text);
  const dropRemedy = "remove or shorten entries of alloy.drop";
  return [
    { setting: "alerting.rules", texts: rules, remedy: "remove rule files, or shorten their annotations" },
    { setting: "alloy.drop", texts: [print(agent.pipeline)], remedy: dropRemedy },
    ...(events === null ? [] : [{ setting: "alloy.events", texts: [print(events.pipeline)], remedy: dropRemedy }]),
  ];
}

function bytes(texts: readonly string[]): ByteSize {
  return ByteSize.bytes(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0));
}
