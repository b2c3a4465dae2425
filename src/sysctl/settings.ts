/** The inotify limits that every node needs before anything may watch files on it. @see https://man7.org/linux/man-pages/man7/inotify.7.html */
export interface InotifySettings {
  /**
   * Files that one user may watch (fs.inotify.max_user_watches).
   * @default 1048576
   */
  readonly maxUserWatches?: number;
  /**
   * Inotify instances that one user may open (fs.inotify.max_user_instances), counted over all containers of the node.
   * @default 8192
   */
  readonly maxUserInstances?: number;
  /**
   * Events that may wait in one instance (fs.inotify.max_queued_events).
   * @default 1048576
   */
  readonly maxQueuedEvents?: number;
}
