import fc from "fast-check";
import { stringify } from "yaml";
import { readRuleFile } from "../../../src/alerting/rule-file/rule-file";

/** Returns the query of a file with one rule, and a function that returns the file's text at the location of a part. */
function located(text: string) {
  const { groups } = readRuleFile("rules/a.yaml", "a.yaml", text);
  const expr = groups[0]?.rules[0]?.expr;
  if (expr === undefined) throw new Error(text);
  const lines = text.split("\n");
  const at = (from: number, to = from + 1) => {
    const { line, column, endLine, endColumn } = expr.locationOf({ from, to });
    const last = line === endLine ? endColumn - 1 : undefined;
    return lines[line - 1]?.slice(column - 1, last);
  };
  return { value: expr.value, at };
}

const inRule = (expr: string) =>
  `groups:\n  - name: a\n    rules:\n      - alert: b\n        expr: ${expr}\n        for: 1m\n`;

test.each([
  ["plain", "sum(rate({app=`b`}[5m])) > 10"],
  ["plain multi-line", "sum(\n          rate({app=`b`}[5m]))\n          > 10"],
  ["single-quoted", "'sum(rate({app=''b''}[5m])) > 10'"],
  ["double-quoted", String.raw`"sum(rate({app=\"b\"} |= \"\u00e9\" [5m])) > 10"`],
  [
    "double-quoted, with a character written as one escape,",
    String.raw`"sum(rate({app=\"b\"} |= \"\U0001f600\" [5m])) > 10"`,
  ],
  ["double-quoted multi-line", '"sum(\n          rate({app=`b`}\\\n          [5m])) > 10"'],
  ["literal", "|\n          sum(\n            rate({app=`b`}[5m])\n          ) > 10"],
  [
    "literal, with a comment and an indentation,",
    "|2-  # why\n          sum(\n            rate({app=`b`}[5m])\n          ) > 10",
  ],
  ["folded", ">-\n          sum(\n            rate({app=`b`}[5m])\n\n          ) > 10"],
])("locates the parts of a %s query in the file", (_, written) => {
  const { value, at } = located(inRule(written));
  for (const part of ["sum", "rate", "app", "[5m]", "10"]) {
    const from = value.indexOf(part);
    expect(at(from, from + part.length)).toBe(part);
  }
});

test("locates a part that is missing from the end of a query at its end", () => {
  const { value, at } = located(inRule("sum(rate({app=`b`}[5m])"));
  expect(at(value.length)).toBe(")");
});

const styles = ["PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL", "BLOCK_FOLDED"] as const;
const words = fc.array(fc.stringMatching(/^[a-z"'\\é😀{}[\]()=~|#:>%&*!,.-]{1,12}$/u), { minLength: 1, maxLength: 40 });
const spaces = fc.constantFrom(" ", "\n", "  ", "\n\n", "\n  ");

test("locates every character of a query, in every scalar style of YAML", () => {
  fc.assert(
    fc.property(
      words,
      spaces,
      fc.constantFrom(...styles),
      fc.integer({ min: 20, max: 120 }),
      (parts, space, style, lineWidth) => {
        const expr = parts.join(space);
        const text = stringify(
          { groups: [{ name: "a", rules: [{ alert: "b", expr }] }] },
          { defaultStringType: style, defaultKeyType: "PLAIN", lineWidth },
        );
        // The library that writes the text may break a line inside of a surrogate pair. No parser accepts that.
        fc.pre(!/[\ud800-\udbff](?![\udc00-\udfff])/.test(text));
        const { value, at } = located(text);
        for (let from = 0; from < value.length; from += 1) {
          const char = value.charAt(from);
          if (/[\s\ud800-\udfff]/.test(char)) continue;
          const found = at(from) ?? "";
          expect(found === char || found.startsWith("\\")).toBe(true);
        }
      },
    ),
  );
});
