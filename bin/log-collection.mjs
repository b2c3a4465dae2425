#!/usr/bin/env node
// Does the same as "npm run", but from any folder: builds the entry point and runs it with the same arguments.
import { bundleOrExit } from "../esbuild.config.mjs";

bundleOrExit().then(() => import("../dist/main.js"));
