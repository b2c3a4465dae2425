import { SettingsError } from "../../src/settings/settings-error";

test("has setting, got and expected on its first line, then why and the remedy", () => {
  const error = new SettingsError({
    setting: "nfs.path",
    got: '"srv"',
    expected: "an absolute path",
    why: "every node mounts exactly this path",
    remedy: "start with a slash",
  });
  expect(error.message.split("\n")).toEqual([
    'nfs.path: got "srv", expected an absolute path',
    "  why     every node mounts exactly this path",
    "  remedy  start with a slash",
  ]);
});
