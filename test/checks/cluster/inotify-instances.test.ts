import { inotifyInstances } from "../../../src/checks/cluster/inotify-instances";
import { findings, stack } from "../stacks";

function withInstances(maxUserInstances: number) {
  return stack({ inotify: { maxUserInstances } });
}

test("fewer instances than the plan's own are refused", () => {
  expect(findings(inotifyInstances, withInstances(8_191))).toEqual([
    {
      setting: "inotify.maxUserInstances",
      got: "8191",
      expected: "at least 8192",
      remedy: "leave inotify.maxUserInstances unset",
    },
  ]);
});

test("as many instances are taken", () => {
  expect(findings(inotifyInstances, withInstances(8_192))).toEqual([]);
});
