const conformance = require("./jest.conformance.config.js");

/** The tests on a real API server, started by test/conformance/cluster/run.mjs. @type {import("jest").Config} */
module.exports = {
  ...conformance,
  testMatch: ["<rootDir>/test/conformance/cluster/**/*.test.ts"],
  testPathIgnorePatterns: [],
  // All tests share one network namespace.
  maxWorkers: 1,
};
