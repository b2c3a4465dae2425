/*
 * Exits with an error on a Node.js version that is too old, before anything else runs. Without this check, Node 18
 * silently fails to build, and runs an outdated build if there is one. Old versions must be able to parse this file, so
 * it uses no syntax newer than ES2019.
 */
"use strict";

/** The only place that states the supported versions. */
const ENGINE = require("../package.json").engines.node;

/** Returns the error for a version such as "18.20.8", or null if it is new enough. */
function versionError(version) {
  const [major, minor] = numbers(ENGINE);
  const [gotMajor, gotMinor] = numbers(version);
  if (gotMajor > major || (gotMajor === major && gotMinor >= minor)) return null;
  return [
    `Node.js: got ${version}, expected ${major}.${minor} or newer`,
    "  why     older versions can't build the settings, and an earlier build contains earlier settings",
    "  remedy  install a newer Node.js (https://nodejs.org/en/download), and check it with: node --version",
  ].join("\n");
}

function numbers(text) {
  return text.match(/\d+/g).map(Number);
}

const message = versionError(process.versions.node);
if (message !== null) {
  console.error(message);
  process.exit(1);
}

module.exports = { versionError };
