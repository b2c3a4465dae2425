import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ByteSize } from "../../src/units";
import { folderSize } from "./calibration/folder-size";

/** The newest checkpoint of a write-ahead log that is whole: one that is being written has another name. */
export function checkpointSize(log: string): ByteSize {
  const newest = readdirSync(log)
    .filter((name) => /^checkpoint\.\d+$/.test(name))
    .sort()
    .at(-1);
  return ByteSize.bytes(newest === undefined ? 0 : folderSize(join(log, newest)).bytes);
}
