import { defineSuite } from "./suites";

defineSuite("project");
