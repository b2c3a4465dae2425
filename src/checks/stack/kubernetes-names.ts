import { alloyReleases, releases } from "../../stack/rendered-stack";
import type { Check } from "../check";

/** Helm keeps eleven characters of a name's 63 for what it appends. */
const RELEASE = /^[a-z0-9]([-a-z0-9]{0,51}[a-z0-9])?$/;
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** The API server appends five characters and keeps the whole below 63. */
const PREFIX = /^[a-z0-9]([-a-z0-9]{0,56})$/;

export const kubernetesNames: Check = {
  id: "kubernetes-names",
  severity: "error",
  reason: "the API server and Helm refuse other names, in the middle of an apply",
  evidence: "RFC 1123 labels; Helm's release names have at most 53 characters",
  find(stack) {
    const { model } = stack;
    const names = [
      ...releases(stack).map(({ release }) => ({ what: "Helm release", name: release, form: RELEASE })),
      ...alloyReleases(stack).map(({ configMap }) => ({
        what: "ConfigMap's prefix",
        name: configMap,
        form: PREFIX,
      })),
      ...[model.loki.rules.configMap, model.grafana.configMap].map((name) => ({ what: "ConfigMap", name, form: NAME })),
      { what: "PersistentVolume", name: model.loki.volume.name, form: /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/ },
      {
        what: "storage class",
        name: model.loki.volume.storageClass,
        form: /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)?$/,
      },
      { what: "PersistentVolumeClaim", name: model.loki.volume.claim, form: NAME },
      { what: "DaemonSet", name: model.inotify.name, form: NAME },
    ];
    return names
      .filter(({ name, form }) => !form.test(name))
      .map(({ what, name }) => ({
        setting: `the ${what} "${name}"`,
        got: `${name.length} characters`,
        expected: "lower-case letters, digits and dashes, as many as its kind may have",
        remedy: "shorten namespace.name, from which the plan's names follow",
      }));
  },
};
