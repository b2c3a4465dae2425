import fc from "fast-check";
import { type Block, Expression, print, type Value } from "../../src/alloy/syntax";
import { character } from "../helpers/character";

const ESCAPES = new Map(Object.entries({ a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" }));

/** An Alloy string: no raw line break, only these escapes, and no escaped surrogate. */
const STRING = /^"((?:[^"\\\n\p{Surrogate}]|\\[abfnrtv\\"]|\\u(?!d[89a-f])[0-9a-f]{4})*)"$/iu;

/**
 * Reads a string like Alloy's scanner.
 * @throws SyntaxError for what the scanner rejects
 */
function scanned(literal: string): string {
  const inner = STRING.exec(literal)?.[1];
  if (inner === undefined || /\0|\u{FEFF}/u.test(literal)) throw new SyntaxError(`${literal} isn't an Alloy string`);
  return inner.replace(/\\(?:u(.{4})|(.))/gu, (_escape, code: string | undefined, letter: string) =>
    code === undefined ? (ESCAPES.get(letter) ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function printedValue(value: Value): string {
  return /^a \{\n\tb = ([^\n]*)\n\}\n$/.exec(print([{ name: "a", attributes: { b: value } }]))?.[1] ?? "";
}

describe("the scanner of these tests", () => {
  test.each([
    ['"\\u00e9\\n\\\\\\""', 'é\n\\"'],
    ['"\u{1F600}"', "\u{1F600}"],
  ])("reads %s as Alloy does", (literal, text) => {
    expect(scanned(literal)).toBe(text);
  });

  test.each(['"\n"', '"\\/"', '"\\\'"', '"\\ud83d"', '"\ud83d"', '"\uFEFF"', '"\0"', "'a'", '"a', '"a"b"'])(
    "rejects %j as Alloy does",
    (literal) => {
      expect(() => scanned(literal)).toThrow(SyntaxError);
    },
  );
});

describe("a text", () => {
  /** Any Unicode character, biased towards those with a meaning in some syntax. */
  const unit = fc.oneof(
    fc.constantFrom("\uFEFF", "\0", "\n", "\r", '"', "\\", "\x7F", "\u2028", "${", "{{", "//"),
    character,
  );

  test("is printed as a string that Alloy reads back unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(scanned(printedValue(text))).toBe(text);
      }),
    );
  });

  test("with a lone surrogate is rejected", () => {
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
  test("that is a non-negative integer is printed in digits", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        expect(printedValue(value)).toBe(BigInt(value).toString());
      }),
    );
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("such as %d is rejected", (value) => {
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

test("an expression concatenates texts and expressions", () => {
  const field = Expression.concat("spec.nodeName=", Expression.env("NODE"));
  expect(printedValue(field)).toBe('"spec.nodeName=" + sys.env("NODE")');
});
