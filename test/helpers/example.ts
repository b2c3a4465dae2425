import { join } from "node:path";
import { type Model, resolveModel } from "../../src/model";
import type { Settings } from "../../src/settings/settings";

/** The project's folder. Users change its main.ts, rules/ and values/; tests of those are in test/helpers/installation.ts. */
export const PROJECT = join(__dirname, "..", "..");

/**
 * The folder of the example: rules and values as the project ships them (.ci/run compares them). Tests of behaviour read
 * these, so they pass for any installation.
 */
export const ROOT = join(PROJECT, "test", "shipped");

/** The minimal settings, with an existing namespace. */
export const example: Settings = {
  nfs: { server: "nfs.example.com", path: "/srv/nfs/loki" },
  alertmanager: { service: "alertmanager", namespace: "monitoring" },
  namespace: { create: false },
};

export function exampleModel(settings: Partial<Settings> = {}): Model {
  return resolveModel({ ...example, ...settings }, ROOT);
}
