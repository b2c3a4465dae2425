import { defineSuite } from "./suites";

defineSuite("languages");
