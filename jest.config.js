/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  // By default one core is left idle, which is half of a machine with two.
  maxWorkers: "100%",
  // A summary, and what failed.
  reporters: [["summary", { summaryThreshold: 0 }]],
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  // Programs take seconds to start: npm run test:program, npm run test:conformance.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/conformance/", "<rootDir>/test/program/"],
  // Packages load when a test first uses them: most test files import the model, and few of them synthesize with cdktf.
  transform: {
    "\\.ts$": ["@swc/jest", { jsc: { target: "es2022" }, module: { type: "commonjs", lazy: true } }],
  },
};
