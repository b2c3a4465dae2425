import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ByteSize } from "../../../src/units";
import { mounting } from "./volume";

const ROOT_USER = 0;

/** Whether this machine can mount images in mounts of their own, too: it has mkfs.ext4 and a free loop device. */
export function canMountImages(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "image-"));
  const script = mounting({ kind: "image", size: ByteSize.mebibytes(1) }, folder, ROOT_USER);
  try {
    return spawnSync("unshare", ["--mount", "sh", "-euc", script]).status === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
