const unit = require("./jest.config.js");

/** The tests that run real components, where there are some. @type {import("jest").Config} */
module.exports = {
  ...unit,
  testMatch: ["<rootDir>/test/conformance/**/*.test.ts"],
  testPathIgnorePatterns: [],
  // They wait more than they work: for evaluations, checkpoints and sweeps.
  maxWorkers: 4,
  verbose: true,
  reporters: ["default", "<rootDir>/test/conformance/not-proven-reporter.cjs"],
};
