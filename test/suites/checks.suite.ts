import { defineSuite } from "./suites";

defineSuite("checks");
