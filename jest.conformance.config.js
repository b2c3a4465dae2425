const unit = require("./jest.config.js");

/** The tests with real components, if these are available, and those of the code that runs and measures them. @type {import("jest").Config} */
module.exports = {
  ...unit,
  testMatch: ["<rootDir>/test/(conformance|components|lab)/**/*.test.ts"],
  // These tests need their own network namespace: npm run test:cluster.
  testPathIgnorePatterns: ["<rootDir>/test/conformance/cluster/"],
  // The tests mostly wait for evaluations, checkpoints and sweeps, so two cores can run four files with three Lokis each.
  maxWorkers: 4,
  maxConcurrency: 3,
  // Longer than all timeouts within a test, because their messages name the missing event.
  testTimeout: 15 * 60_000,
  verbose: true,
  reporters: ["default", "<rootDir>/test/conformance/not-proven-reporter.cjs"],
};
