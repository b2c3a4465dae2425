import { reportJunit } from "../../../src/diagnostics/reporters/junit";
import { ALL_STATUSES, PASSING } from "./samples";

/** The attributes of every element of a name. */
function elements(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name} ([^>]*?)/?>`, "g"))].map(([, attributes = ""]) => attributes);
}

let xml: string;

beforeAll(async () => {
  xml = await reportJunit("verify", [ALL_STATUSES, PASSING]);
});

test("writes a suite for each cluster and a case for each diagnostic", () => {
  expect(elements(xml, "testsuites")).toEqual(['name="verify" tests="8" failures="1" errors="0" skipped="4"']);
  expect(elements(xml, "testsuite")).toEqual([
    'name="prod" tests="7" failures="1" errors="0" skipped="4"',
    'name="test" tests="1" failures="0" errors="0" skipped="0"',
  ]);
  expect(elements(xml, "testcase")[0]).toBe('classname="verify.nodes" name="the nodes works" time="1.5"');
});

test("writes a failure with its kind and the next steps", () => {
  expect(elements(xml, "failure")).toEqual(['message="503" type="loki"']);
  expect(xml).toContain("→ kubectl --namespace logs logs loki-0");
});

test("writes the reason for each skipped case", () => {
  expect([...xml.matchAll(/<skipped\/>\s*<system-out><!\[CDATA\[(.*)\]\]>/g)].map(([, reason]) => reason)).toEqual([
    "not deployed: another digest",
    "blocked",
    "blocked",
    "skipped: no URL",
  ]);
});
