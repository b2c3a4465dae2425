#!/usr/bin/env node
// Does what "npm run" does, from any folder: builds the entry, and gives it the command line.
import { bundleOrExit } from "../esbuild.config.mjs";

bundleOrExit().then(() => import("../dist/main.js"));
