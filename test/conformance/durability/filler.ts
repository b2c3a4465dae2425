import { closeSync, openSync, rmSync, writeSync } from "node:fs";

const BLOCK = Buffer.alloc(4_096);

/** A file that takes all the free space of its file system. */
export class Filler {
  constructor(private readonly path: string) {}

  fill(): void {
    const file = openSync(this.path, "w");
    try {
      for (;;) writeSync(file, BLOCK);
    } catch (error) {
      if (!`${error}`.includes("ENOSPC")) throw error;
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.path);
  }
}
