#!/usr/bin/env node
// What "npm run" does, from any folder: builds the entry, and gives it the command line.
import { bundle } from "../esbuild.config.mjs";

await bundle();
await import("../dist/main.js");
