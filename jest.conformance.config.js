const unit = require("./jest.config.js");

/** The tests that run real components, where there are some. @type {import("jest").Config} */
module.exports = {
  ...unit,
  testMatch: ["<rootDir>/test/conformance/**/*.test.ts"],
  // They need a network of their own: npm run test:cluster.
  testPathIgnorePatterns: ["<rootDir>/test/conformance/cluster/"],
  // They wait more than they work, for evaluations, checkpoints and sweeps: two cores carry four files with three Lokis.
  maxWorkers: 4,
  maxConcurrency: 3,
  // More than the limits of all that one waits for: those say what has not happened.
  testTimeout: 15 * 60_000,
  verbose: true,
  reporters: ["default", "<rootDir>/test/conformance/not-proven-reporter.cjs"],
};
