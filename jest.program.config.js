const unit = require("./jest.config.js");

/** Tests that start the built program or a development tool, which takes seconds: npm run test:program. @type {import("jest").Config} */
module.exports = {
  ...unit,
  testMatch: ["<rootDir>/test/program/**/*.test.ts"],
  testPathIgnorePatterns: [],
};
