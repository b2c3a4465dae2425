import type { Check } from "../check";

/** Sixteen times a number that was too small in production. */
const MINIMUM = 8_192;

export const inotifyInstances: Check = {
  id: "inotify-instances",
  title: "Nodes have enough inotify instances",
  severity: "error",
  why: "all containers of a user on a node share this limit: with a few hundred instances, builds and file watchers in other pods fail",
  remedy: "leave inotify.maxUserInstances unset",
  evidence:
    'Linux counts max_user_instances per user; with 512, pods of the same nodes failed with "failed to create fsnotify watcher"',
  find({ model: { inotify } }) {
    if (inotify.maxUserInstances >= MINIMUM) return [];
    return [
      {
        setting: "inotify.maxUserInstances",
        got: `${inotify.maxUserInstances}`,
        expected: `at least ${MINIMUM}`,
        remedy: "leave inotify.maxUserInstances unset",
      },
    ];
  },
};
