import { SettingsError } from "../../src/settings/settings-error";

test("a refusal says where, what, what instead, why and how, each on its line", () => {
  const refusal = new SettingsError({
    setting: "nfs.path",
    got: '"srv"',
    expected: "an absolute path",
    because: "the server is asked for it",
    remedy: "begin with a slash",
  });
  expect(refusal.message.split("\n")).toEqual([
    "nfs.path is refused",
    '  got      "srv"',
    "  expected   an absolute path",
    "  because  the server is asked for it",
    "  remedy   begin with a slash",
  ]);
});
