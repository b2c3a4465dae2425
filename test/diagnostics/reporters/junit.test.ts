import { junit } from "../../../src/diagnostics/reporters/junit";
import { EVERYTHING, WORKING } from "./seen";

/** The attributes of every element of a kind. */
function elements(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name} ([^>]*?)/?>`, "g"))].map(([, attributes = ""]) => attributes);
}

let xml: string;

beforeAll(async () => {
  xml = await junit("verify", [EVERYTHING, WORKING]);
});

test("a cluster is a suite, and a link is a case", () => {
  expect(elements(xml, "testsuites")).toEqual(['name="verify" tests="8" failures="1" errors="0" skipped="4"']);
  expect(elements(xml, "testsuite")).toEqual([
    'name="prod" tests="7" failures="1" errors="0" skipped="4"',
    'name="test" tests="1" failures="0" errors="0" skipped="0"',
  ]);
  expect(elements(xml, "testcase")[0]).toBe('classname="verify.nodes" name="the nodes works" time="1.5"');
});

test("a broken link is a failure of its kind, with what to do next", () => {
  expect(elements(xml, "failure")).toEqual(['message="503" type="loki"']);
  expect(xml).toContain("→ kubectl -n logs logs loki-0");
});

test("what wasn't seen is skipped, and says why", () => {
  expect([...xml.matchAll(/<skipped\/>\s*<system-out><!\[CDATA\[(.*)\]\]>/g)].map(([, why]) => why)).toEqual([
    "not deployed yet: another digest",
    "not reached",
    "not reached",
    "not measured: nobody said where",
  ]);
});
