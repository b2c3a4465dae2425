import fc from "fast-check";
import { type Block, Expression, print, type Value } from "../../src/alloy/syntax";
import { character } from "../helpers/character";

const ESCAPES = new Map(Object.entries({ a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" }));

/** An Alloy string: no raw line break, only these escapes, and no escaped surrogate. */
const STRING = /^"((?:[^"\\\n\p{Surrogate}]|\\[abfnrtv\\"]|\\u(?!d[89a-f])[0-9a-f]{4})*)"$/iu;

/**
 * Reads a string like Alloy's scanner.
 * @throws SyntaxError for text that the scanner rejects
 */
function scan(literal: string): string {
  const inner = STRING.exec(literal)?.[1];
  if (inner === undefined || /\0|\u{FEFF}/u.test(literal)) throw new SyntaxError(`${literal} isn't an Alloy string`);
  return inner.replace(/\\(?:u(.{4})|(.))/gu, (_escape, code: string | undefined, letter: string) =>
    code === undefined ? (ESCAPES.get(letter) ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function printedValue(value: Value): string {
  return /^a \{\n\tb = ([^\n]*)\n\}\n$/.exec(print([{ name: "a", attributes: { b: value } }]))?.[1] ?? "";
}

describe("the scanner in these tests", () => {
  test.each([
    ['"\\u00e9\\n\\\\\\""', 'é\n\\"'],
    ['"\u{1F600}"', "\u{1F600}"],
  ])("reads %s as Alloy does", (literal, text) => {
    expect(scan(literal)).toBe(text);
  });

  test.each(['"\n"', '"\\/"', '"\\\'"', '"\\ud83d"', '"\ud83d"', '"\uFEFF"', '"\0"', "'a'", '"a', '"a"b"'])(
    "rejects %j as Alloy does",
    (literal) => {
      expect(() => scan(literal)).toThrow(SyntaxError);
    },
  );
});

describe("a string", () => {
  /** Any Unicode character, with a bias towards those with a meaning in some syntax. */
  const unit = fc.oneof(
    fc.constantFrom("\uFEFF", "\0", "\n", "\r", '"', "\\", "\x7F", "\u2028", "${", "{{", "//"),
    character,
  );

  test("is printed so that Alloy reads it back unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(scan(printedValue(text))).toBe(text);
      }),
    );
  });

  test("is rejected if it contains a lone surrogate", () => {
    const half = fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code));
    const around = fc.string({ unit: "grapheme-ascii" });
    fc.assert(
      fc.property(around, half, around, (before, surrogate, after) => {
        expect(() => printedValue(before + surrogate + after)).toThrow("a lone surrogate");
      }),
    );
  });
});

describe("a number", () => {
  test("is printed in digits if it is a non-negative integer", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        expect(printedValue(value)).toBe(BigInt(value).toString());
      }),
    );
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("is rejected if it is %d", (value) => {
    expect(() => printedValue(value)).toThrow("not a non-negative integer");
  });
});

describe("a name", () => {
  const places: readonly (readonly [place: string, named: (name: string) => Block])[] = [
    ["a block's label", (label) => ({ name: "a", label })],
    ["an attribute", (name) => ({ name: "a", attributes: { [name]: 1 } })],
    ["an object's key", (name) => ({ name: "a", attributes: { b: { [name]: 1 } } })],
  ];

  test.each(places)("of %s may contain letters, digits and underscores", (_place, named) => {
    expect(print([named("_node_1")])).toContain("_node_1");
  });

  test.each(places)("of %s may not contain anything else", (_place, named) => {
    for (const name of ["", "1st", "a-b", "a.b", 'a"b', "a b", "a\n", "é"]) {
      expect(() => print([named(name)])).toThrow("not an Alloy identifier");
    }
  });
});

test("a block has the layout of alloy fmt", () => {
  const block: Block = {
    name: "loki.process",
    label: "pods",
    attributes: {
      forward_to: [new Expression("loki.write.loki.receiver")],
      labels: { job: "x", node: Expression.env("NODE") },
      on: true,
    },
    blocks: [{ name: "stage.docker" }, { name: "stage.drop", comment: "Why.", attributes: { values: ["a", "b"] } }],
  };
  expect(print([block, { name: "b", attributes: { c: {} } }])).toBe(`loki.process "pods" {
	forward_to = [loki.write.loki.receiver]
	on         = true

	labels = {
		job  = "x",
		node = sys.env("NODE"),
	}

	stage.docker { }

	// Why.
	stage.drop {
		values = ["a", "b"]
	}
}

b {
	c = {}
}
`);
});

test("an expression concatenates strings and expressions", () => {
  const field = Expression.concat("spec.nodeName=", Expression.env("NODE"));
  expect(printedValue(field)).toBe('"spec.nodeName=" + sys.env("NODE")');
});
