const unit = require("./jest.config.js");

/** The tests on real components, where these are available. @type {import("jest").Config} */
module.exports = {
  ...unit,
  testMatch: ["<rootDir>/test/conformance/**/*.test.ts"],
  // These need a network namespace of their own: npm run test:cluster.
  testPathIgnorePatterns: ["<rootDir>/test/conformance/cluster/"],
  // The tests mostly wait for evaluations, checkpoints and sweeps, so two cores can run four files with three Lokis each.
  maxWorkers: 4,
  maxConcurrency: 3,
  // More than the sum of the timeouts in a test, whose messages say what has not happened.
  testTimeout: 15 * 60_000,
  verbose: true,
  reporters: ["default", "<rootDir>/test/conformance/not-proven-reporter.cjs"],
};
