import { type Model, resolveModel } from "../../src/model";
import type { Settings } from "../../src/settings/settings";
import { PROJECT } from "./example";

/** Returns the model of main.ts, rules/ and values/, for tests of this installation. */
export function installedModel(): Model {
  return resolveModel(installedSettings(), PROJECT);
}

let installed: Settings | undefined;

/** Returns the settings that main.ts passes to installation(…). */
export function installedSettings(): Settings {
  installed ??= recordedSettings();
  return installed;
}

function recordedSettings(): Settings {
  const recorded = jest.fn<void, [Settings]>();
  jest.doMock("../../src/cli/installation", () => ({ installation: recorded }));
  jest.requireActual("../../main");
  jest.dontMock("../../src/cli/installation");
  const [settings] = recorded.mock.calls.flat();
  if (settings === undefined) throw new Error("main.ts doesn't call installation(…)");
  return settings;
}
