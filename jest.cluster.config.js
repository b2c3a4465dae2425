const conformance = require("./jest.conformance.config.js");

/** The tests on a real API server: test/conformance/cluster/run.mjs. @type {import("jest").Config} */
module.exports = {
  ...conformance,
  testMatch: ["<rootDir>/test/conformance/cluster/**/*.test.ts"],
  testPathIgnorePatterns: [],
  // They share one network.
  maxWorkers: 1,
};
