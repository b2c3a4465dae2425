import { join } from "node:path";
import { type Model, resolveModel } from "../../src/model";
import type { Settings } from "../../src/settings/settings";

/** The project's folder. Users change its main.ts, rules/ and values/. Tests of these use test/helpers/installation.ts. */
export const PROJECT = join(__dirname, "..", "..");

/**
 * The folder of the example, with copies of the shipped rules and values (.ci/run compares them). Tests of behavior
 * read the copies, so they pass in any installation.
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
