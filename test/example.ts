import { join } from "node:path";
import { type Model, resolveModel } from "../src/model";
import type { Settings } from "../src/settings";

/** The project's folder: rules/ and values/ of the tests are the project's own. */
export const ROOT = join(__dirname, "..");

/** The least that a person can write, in a namespace that exists. */
export const example: Settings = {
  nfs: { server: "nfs.example.com", path: "/srv/nfs/loki" },
  alertmanager: { service: "alertmanager", namespace: "monitoring" },
  namespace: { create: false },
};

export function exampleModel(settings: Partial<Settings> = {}): Model {
  return resolveModel({ ...example, ...settings }, ROOT);
}
