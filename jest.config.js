/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  // By default, Jest leaves one core idle, which is half of a machine with two cores.
  maxWorkers: "100%",
  // Prints a summary and the failures.
  reporters: [["summary", { summaryThreshold: 0 }]],
  // On a busy machine a worker takes longer than the default half second to exit.
  workerGracefulExitTimeout: 10_000,
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  // These tests start programs, or test the laboratory, not the product: npm run test:program, npm run test:conformance.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/(conformance|components|lab|program)/"],
  moduleNameMapper: { "(?:^\\./|/private/)stack-trace$": "<rootDir>/test/helpers/no-stack-trace.ts" },
  // Loads packages lazily: most test files import the model, but few of them synthesize with cdktf.
  transform: {
    "\\.ts$": ["@swc/jest", { jsc: { target: "es2022" }, module: { type: "commonjs", lazy: true } }],
  },
};
