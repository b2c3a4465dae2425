import { defineSuite } from "./suites";

defineSuite("stack");
