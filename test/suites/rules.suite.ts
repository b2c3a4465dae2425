import { defineSuite } from "./suites";

defineSuite("rules");
