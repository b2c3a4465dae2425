import type { Causes } from "../../src/diagnostics/cause";
import type { Diagnostic } from "../../src/diagnostics/diagnostic";
import { REQUEST_ERRORS } from "../../src/diagnostics/explain-error";
import { diagnostics as preflight } from "../../src/preflight";
import { diagnostics as verify } from "../../src/verify";

const suites: readonly (readonly [string, readonly Diagnostic<never>[]])[] = [
  ["preflight", preflight],
  ["verify", verify],
];

describe.each(suites)("the diagnostics of %s", (_, diagnostics) => {
  test("have unique ids, and depend on those before them", () => {
    const before = new Set<string>();
    for (const { id, after } of diagnostics) {
      const missing = after.filter((each) => !before.has(each.id)).map((each) => each.id);
      expect({ id, missing, known: before.has(id) }).toEqual({ id, missing: [], known: false });
      before.add(id);
    }
  });

  test("all depend on an API server that answers", () => {
    expect(diagnostics[0]?.id).toBe("api-server");
    expect(diagnostics.slice(1).filter(({ after }) => after.length === 0)).toEqual([]);
  });

  test("have at least one cause each", () => {
    for (const { id, causes } of diagnostics)
      expect({ id, none: Object.keys(causes).length === 0 }).toEqual({ id, none: false });
  });
});

/** Every cause of every diagnostic and of every error of a request: where it is defined, and its text. */
const CAUSES = [...preflight, ...verify, ...REQUEST_ERRORS.map(({ title, causes }) => ({ id: title, causes }))].flatMap(
  ({ id, causes }: { readonly id: string; readonly causes: Causes }) =>
    Object.entries(causes).map(([name, { template }]) => [`${id}: ${name}`, template] as const),
);

describe.each(CAUSES)("the cause %s", (_, { cause, next }) => {
  test("is a sentence, with a next step", () => {
    expect(cause).toMatch(/^(?:[A-Z<]|\w+\.\w).*\.$/s);
    expect(next).toMatch(/\S/);
  });

  test("has only placeholders that the compiler checks", () => {
    const brackets = [...`${cause}\n${next}`.matchAll(/<([^>\n]*)>/g)].map(([, name = ""]) => name);
    expect(brackets.filter((name) => !/^[a-z]\w*$/.test(name))).toEqual([]);
  });

  test("has the port of the service that it names", () => {
    const addresses = [...`${cause}\n${next}`.matchAll(/services\/([^/:\s]+):([^/\s]+)\/proxy/g)];
    for (const [, service = "", port = ""] of addresses)
      expect(port).toBe(service === "<service>" ? "<port>" : service.replace(/Service>$/, "Port>"));
  });
});

const COMMAND = /^(?:kubectl|npm|helm|logcli|lokitool|terraform) /;

test("a next step that starts with a command is one command, and can be pasted", () => {
  const commands = CAUSES.map(([, { next }]) => next).filter((next) => COMMAND.test(next));
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.filter((next) => /, | and: | beside | shows /.test(next))).toEqual([]);
});
