import { mountOptions } from "../../../src/checks/stack/mount-options";
import { findings, stack } from "../stacks";

function withOptions(...options: readonly string[]) {
  return stack({ nfs: { server: "nfs.example.com", path: "/srv/nfs/loki", mountOptions: options } });
}

test.each([
  ["ro", "Loki cannot write and does not start"],
  ["soft", "if the server is briefly slow, a write fails and corrupts Loki's index"],
])("rejects the option %s with its index", (option, harm) => {
  expect(findings(mountOptions, withOptions("nfsvers=4.1", option, "noatime"))).toEqual([
    {
      setting: "nfs.mountOptions[1]",
      got: `"${option}"`,
      expected: `no "${option}": ${harm}`,
      remedy: `remove "${option}"; "hard" waits for the server`,
    },
  ]);
});

test("reports each harmful option separately", () => {
  expect(findings(mountOptions, withOptions("soft", "ro"))).toHaveLength(2);
});

test("accepts other options", () => {
  expect(findings(mountOptions, withOptions("hard", "softreval", "rsize=1048576"))).toEqual([]);
  expect(findings(mountOptions, withOptions())).toEqual([]);
});
