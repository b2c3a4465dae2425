import { SettingsError } from "../../src/settings/settings-error";

test("has setting, got and expected on its first line, and why and the remedy below", () => {
  const refusal = new SettingsError({
    setting: "nfs.path",
    got: '"srv"',
    expected: "an absolute path",
    why: "the server is asked for it",
    remedy: "begin with a slash",
  });
  expect(refusal.message.split("\n")).toEqual([
    'nfs.path: got "srv", expected an absolute path',
    "  why     the server is asked for it",
    "  remedy  begin with a slash",
  ]);
});
