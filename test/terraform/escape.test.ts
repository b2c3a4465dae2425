import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { array, assert, constantFrom, property, string } from "fast-check";
import { escapeHelm, escapeTerraform } from "../../src/terraform/escape";
import { inFolder } from "../helpers/folder";

/** Strings full of template syntax. They are in Unicode's form NFC, because Terraform converts all others. */
const sign = constantFrom("$", "%", "{", "}", "~", "`", "\\", '"', "-", "\n", "\r\n", "\t", " ", "a", "\u00e9", "😀");
const text = string({ unit: sign });

/** Reads a string of Terraform's JSON as Terraform does: "$${" and "%%{" are escapes, "${" and "%{" start a template. */
function readByTerraform(template: string): string {
  return template.replaceAll(/\$\$\{|%%\{|\$\{|%\{/g, (token) => {
    if (token.length === 2) throw new Error(`a template starts in ${JSON.stringify(template)}`);
    return token.slice(1);
  });
}

/** Renders a template as Go's text/template does, if its only actions are raw strings. */
function readByHelm(template: string): string {
  return template.replaceAll(/\{\{(`([^`]*)`\}\})?/g, (action: string, raw: string | undefined, literal: string) => {
    if (raw === undefined) throw new Error(`an action starts with ${action} in ${JSON.stringify(template)}`);
    return literal;
  });
}

function readByRealTerraform(templates: readonly string[]): unknown {
  const configuration = JSON.stringify({ output: { texts: { value: templates } } });
  return inFolder({ "main.tf.json": configuration }, (cwd) => {
    const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
    const { status, stdout, stderr } = spawnSync("terraform", ["apply", "-auto-approve", "-no-color"], { cwd, env });
    if (status !== 0) throw new Error(`${stdout}${stderr}`);
    const state = JSON.parse(readFileSync(join(cwd, "terraform.tfstate"), "utf8"));
    return state.outputs.texts.value;
  });
}

const hasTerraform = spawnSync("terraform", ["version"]).error === undefined;
const testWithTerraform = hasTerraform ? test : test.skip;

test.each([
  ["${name", "$${name"],
  ["$${name", "$$${name"],
  ["%{if", "%%{if"],
  ["$%{", "$%%{"],
  ["5 % of $9 {}", "5 % of $9 {}"],
])("escapes %s as %s for Terraform", (written, escaped) => {
  expect(escapeTerraform(written)).toBe(escaped);
});

test("Terraform's escape rules restore every string", () => {
  assert(property(text, (written) => readByTerraform(escapeTerraform(written)) === written));
});

testWithTerraform(
  "the real Terraform restores every string (skipped if it is not on PATH)",
  () => {
    const many = array(text, { minLength: 500, maxLength: 500 });
    const readAsWritten = property(many, (written) => {
      expect(readByRealTerraform(written.map((one) => escapeTerraform(one)))).toEqual(written);
    });
    assert(readAsWritten, { numRuns: 1, endOnFailure: true });
  },
  60_000,
);

test("escapes every key and string for Terraform", () => {
  const configuration = { "${a": ["%{b", { c: "${d" }], port: 9093, create: false, none: null };
  expect(escapeTerraform(configuration)).toEqual({
    "$${a": ["%%{b", { c: "$${d" }],
    port: 9093,
    create: false,
    none: null,
  });
});

test("leaves everything but plain data as it is", () => {
  const created = new Date(0);
  expect(escapeTerraform({ created })).toEqual({ created });
  expect(escapeTerraform({ created }).created).toBe(created);
});

test("escapes only the start of an action for Helm", () => {
  expect(escapeHelm("{{ $labels.pod }} {")).toBe("{{`{{`}} $labels.pod }} {");
});

test("Helm's escape rules restore every string", () => {
  assert(property(text, (written) => readByHelm(escapeHelm(written)) === written));
});

test("escapes every key and string for Helm", () => {
  expect(escapeHelm({ "{{a}}": ["{{b", { c: "{{d" }], port: 3100, none: null })).toEqual({
    "{{`{{`}}a}}": ["{{`{{`}}b", { c: "{{`{{`}}d" }],
    port: 3100,
    none: null,
  });
});
