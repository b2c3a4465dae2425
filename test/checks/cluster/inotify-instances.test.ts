import { inotifyInstances } from "../../../src/checks/cluster/inotify-instances";
import { findings, stack } from "../stacks";

function withInstances(maxUserInstances: number) {
  return stack({ inotify: { maxUserInstances } });
}

test("rejects fewer instances than the default", () => {
  expect(findings(inotifyInstances, withInstances(8_191))).toEqual([
    {
      setting: "inotify.maxUserInstances",
      got: "8191",
      expected: "at least 8192",
      remedy: "leave inotify.maxUserInstances unset",
    },
  ]);
});

test("accepts the minimum", () => {
  expect(findings(inotifyInstances, withInstances(8_192))).toEqual([]);
});
