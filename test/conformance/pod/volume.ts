import type { ByteSize } from "../../../src/units";

/** Where a pod may write. */
export interface Volume {
  readonly path: string;
  readonly medium: Medium;
}

/** A folder of this machine's disk, or a file system of its own: in memory, or ext4 on an image. */
export type Medium =
  | { readonly kind: "folder" }
  | { readonly kind: "memory"; readonly size: ByteSize }
  | { readonly kind: "image"; readonly size: ByteSize };

export const FOLDER: Medium = { kind: "folder" };

/**
 * The shell's commands that mount a volume.
 * @param at the folder that it is mounted on
 * @param user who may write to it
 */
export function mounting(medium: Medium, at: string, user: number): string {
  return [...mount(medium, at), `chown ${user}:${user} "${at}"`].join("\n");
}

function mount(medium: Medium, at: string): readonly string[] {
  switch (medium.kind) {
    case "folder":
      return [`mount --bind "${at}" "${at}"`];
    case "memory":
      return [`mount -t tmpfs -o size=${medium.size.toBytes()} tmpfs "${at}"`];
    case "image":
      // Not beside the folder: the pod's root can't become read-only while a file in it is open. The mount keeps the
      // image, whose name goes with the subshell, whether that succeeds or fails.
      return [
        "(",
        "image=$(mktemp)",
        `trap 'rm "$image"' EXIT`,
        `truncate -s ${medium.size.toBytes()} "$image"`,
        'mkfs.ext4 -q "$image"',
        `mount -o loop "$image" "${at}"`,
        ")",
      ];
  }
}
