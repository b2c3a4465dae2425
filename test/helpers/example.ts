import { join } from "node:path";
import { type Model, resolveModel } from "../../src/model";
import type { Settings } from "../../src/settings/settings";

/** The project's folder. Its main.ts, rules/ and values/ are for an installation to change: test/installation.ts. */
export const PROJECT = join(__dirname, "..", "..");

/**
 * The folder of the example: rules and values as the project ships them (.ci/run compares). Tests of behaviour read
 * these, so that they hold whatever an installation makes of its own.
 */
export const ROOT = join(PROJECT, "test", "shipped");

/** The least that a person can write, in a namespace that exists. */
export const example: Settings = {
  nfs: { server: "nfs.example.com", path: "/srv/nfs/loki" },
  alertmanager: { service: "alertmanager", namespace: "monitoring" },
  namespace: { create: false },
};

export function exampleModel(settings: Partial<Settings> = {}): Model {
  return resolveModel({ ...example, ...settings }, ROOT);
}
