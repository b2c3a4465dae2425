import { alloyReleases, releases } from "../../stack/rendered-stack";
import type { Check } from "../check";

/** Helm limits a release name to 53 of 63 characters, because it appends suffixes. */
const RELEASE = /^[a-z0-9]([-a-z0-9]{0,51}[a-z0-9])?$/;
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** The API server appends five characters, and the whole must stay below 63. */
const PREFIX = /^[a-z0-9]([-a-z0-9]{0,56})$/;

export const kubernetesNames: Check = {
  id: "kubernetes-names",
  title: "Object names are valid",
  severity: "error",
  why: "the API server and Helm reject invalid names during the apply",
  remedy: "shorten namespace.name, from which the stack derives its names",
  evidence: "RFC 1123 labels; Helm release names have at most 53 characters",
  find(stack) {
    const { model } = stack;
    const names = [
      ...releases(stack).map(({ release }) => ({ what: "Helm release", name: release, pattern: RELEASE })),
      ...alloyReleases(stack).map(({ configMap }) => ({
        what: "ConfigMap's prefix",
        name: configMap,
        pattern: PREFIX,
      })),
      ...[model.loki.rules.configMap, model.grafana.configMap].map((name) => ({
        what: "ConfigMap",
        name,
        pattern: NAME,
      })),
      { what: "PersistentVolume", name: model.loki.volume.name, pattern: /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/ },
      {
        what: "storage class",
        name: model.loki.volume.storageClass,
        pattern: /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)?$/,
      },
      { what: "PersistentVolumeClaim", name: model.loki.volume.claim, pattern: NAME },
      { what: "DaemonSet", name: model.inotify.name, pattern: NAME },
    ];
    return names
      .filter(({ name, pattern }) => !pattern.test(name))
      .map(({ what, name }) => ({
        setting: `the ${what} "${name}"`,
        got: `${name.length} characters`,
        expected: "lower-case letters, digits and dashes, within the length limit of its kind",
        remedy: "shorten namespace.name, from which the stack derives its names",
      }));
  },
};
