import { deleteApi } from "../../../src/checks/loki/delete-api";
import { findings, withConfiguration } from "../stacks";

const KEY = "limits_config.deletion_mode";

test.each([
  ["filter-and-delete", '"filter-and-delete"'],
  ["filter-only", '"filter-only"'],
  [undefined, "nothing"],
])("rejects the deletion mode %j without authentication", (mode, got) => {
  expect(findings(deleteApi, withConfiguration({ [KEY]: mode }))).toEqual([
    {
      setting: "Loki's configuration: limits_config.deletion_mode",
      got,
      expected: '"disabled", because auth_enabled is off',
      remedy: "set limits_config.deletion_mode: disabled",
    },
  ]);
});

test("accepts deletion with authentication", () => {
  expect(findings(deleteApi, withConfiguration({ auth_enabled: true, [KEY]: "filter-and-delete" }))).toEqual([]);
});
