import type { Check } from "../check";

/** Sixteen times what was seen to be too few. */
const LEAST = 8_192;

export const inotifyInstances: Check = {
  id: "inotify-instances",
  severity: "error",
  reason:
    "the limit is one for all containers of a user on a node: with a few hundred instances builds and watchers of other pods fail",
  evidence:
    'Linux counts max_user_instances a user; with 512 pods of the same nodes failed with "failed to create fsnotify watcher"',
  find({ model: { inotify } }) {
    if (inotify.maxUserInstances >= LEAST) return [];
    return [
      {
        setting: "inotify.maxUserInstances",
        got: `${inotify.maxUserInstances}`,
        expected: `at least ${LEAST}`,
        remedy: "leave inotify.maxUserInstances out",
      },
    ];
  },
};
