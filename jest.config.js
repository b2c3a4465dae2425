/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/conformance/"],
  transform: { "\\.ts$": ["@swc/jest", { jsc: { target: "es2022" } }] },
};
