import fc from "fast-check";
import { stringify } from "yaml";
import { readRuleFile } from "../../../src/alerting/rule-file/read";

/** The text of the one rule's query, and what stands in the file where its piece is said to be. */
function located(text: string) {
  const { groups } = readRuleFile("rules/a.yaml", "a.yaml", text);
  const expr = groups[0]?.rules[0]?.expr;
  if (expr === undefined) throw new Error(text);
  const lines = text.split("\n");
  const at = (from: number, to = from + 1) => {
    const { line, column, endLine, endColumn } = expr.placeOf({ from, to });
    const last = line === endLine ? endColumn - 1 : undefined;
    return lines[line - 1]?.slice(column - 1, last);
  };
  return { value: expr.value, at };
}

const inRule = (expr: string) =>
  `groups:\n  - name: a\n    rules:\n      - alert: b\n        expr: ${expr}\n        for: 1m\n`;

test.each([
  ["plain", "sum(rate({app=`b`}[5m])) > 10"],
  ["plain over lines", "sum(\n          rate({app=`b`}[5m]))\n          > 10"],
  ["single-quoted", "'sum(rate({app=''b''}[5m])) > 10'"],
  ["double-quoted", String.raw`"sum(rate({app=\"b\"} |= \"\u00e9\" [5m])) > 10"`],
  ["double-quoted with a character of two escapes", String.raw`"sum(rate({app=\"b\"} |= \"\ud83d\ude00\" [5m])) > 10"`],
  ["double-quoted with a character of one escape", String.raw`"sum(rate({app=\"b\"} |= \"\U0001f600\" [5m])) > 10"`],
  ["double-quoted over lines", '"sum(\n          rate({app=`b`}\\\n          [5m])) > 10"'],
  ["literal", "|\n          sum(\n            rate({app=`b`}[5m])\n          ) > 10"],
  [
    "literal with a comment and an indentation",
    "|2-  # why\n          sum(\n            rate({app=`b`}[5m])\n          ) > 10",
  ],
  ["folded", ">-\n          sum(\n            rate({app=`b`}[5m])\n\n          ) > 10"],
])("a piece of a %s query is found in the file", (_, written) => {
  const { value, at } = located(inRule(written));
  for (const piece of ["sum", "rate", "app", "[5m]", "10"]) {
    const from = value.indexOf(piece);
    expect(at(from, from + piece.length)).toBe(piece);
  }
});

test("what is missing at the end of a query stands at its end", () => {
  const { value, at } = located(inRule("sum(rate({app=`b`}[5m])"));
  expect(at(value.length)).toBe(")");
});

const styles = ["PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL", "BLOCK_FOLDED"] as const;
const words = fc.array(fc.stringMatching(/^[a-z"'\\é😀{}[\]()=~|#:>%&*!,.-]{1,12}$/u), { minLength: 1, maxLength: 40 });
const blanks = fc.constantFrom(" ", "\n", "  ", "\n\n", "\n  ");

test("every character of a query stands where it is said to, in every style of YAML", () => {
  fc.assert(
    fc.property(
      words,
      blanks,
      fc.constantFrom(...styles),
      fc.integer({ min: 20, max: 120 }),
      (parts, blank, style, lineWidth) => {
        const expr = parts.join(blank);
        const text = stringify(
          { groups: [{ name: "a", rules: [{ alert: "b", expr }] }] },
          { defaultStringType: style, defaultKeyType: "PLAIN", lineWidth },
        );
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
