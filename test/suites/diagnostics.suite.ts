import { defineSuite } from "./suites";

defineSuite("diagnostics");
