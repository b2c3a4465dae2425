const unit = require("./jest.config.js");

/** The same tests as in jest.config.js, in few suites (test/suites), which share the modules that they load. @type {import("jest").Config} */
module.exports = { ...unit, testMatch: ["<rootDir>/test/suites/*.suite.ts"] };
