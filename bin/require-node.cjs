/*
 * Refuses a Node.js that is too old, before anything else runs. Without it, Node 18 builds nothing, says nothing, and
 * starts the build that an earlier version has left. Such versions have to parse this file: no syntax after ES2019.
 */
"use strict";

/** The one place that says which versions work. */
const ENGINE = require("../package.json").engines.node;

/** The message for a version such as "18.20.8"; null if it is new enough. */
function refusal(version) {
  const [major, minor] = numbers(ENGINE);
  const [gotMajor, gotMinor] = numbers(version);
  if (gotMajor > major || (gotMajor === major && gotMinor >= minor)) return null;
  return [
    `Node.js: got ${version}, expected ${major}.${minor} or newer`,
    "  why     older versions can't build the settings, and an earlier build holds earlier settings",
    "  remedy  install a newer Node.js (https://nodejs.org/en/download), and check it with: node --version",
  ].join("\n");
}

function numbers(text) {
  return text.match(/\d+/g).map(Number);
}

const message = refusal(process.versions.node);
if (message !== null) {
  console.error(message);
  process.exit(1);
}

module.exports = { refusal };
