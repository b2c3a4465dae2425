/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  // By default one core is left idle, which is half of a machine with two.
  maxWorkers: "100%",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/conformance/"],
  transform: { "\\.ts$": ["@swc/jest", { jsc: { target: "es2022" } }] },
};
