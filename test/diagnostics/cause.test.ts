import { cause, provenOr } from "../../src/diagnostics/cause";

const noAgent = cause("No agent is ready on <node>.", "kubectl --namespace <namespace> describe node <node>");
const clock = cause("The clock is wrong.", "date --utc");

test("fills every placeholder with its fact", () => {
  expect(noAgent({ node: "worker-1", namespace: "logs" })).toEqual({
    cause: "No agent is ready on worker-1.",
    next: "kubectl --namespace logs describe node worker-1",
  });
});

test("requires no facts for a text without a placeholder", () => {
  expect(clock()).toEqual({ cause: "The clock is wrong.", next: "date --utc" });
});

test("keeps the text with its placeholders for the documentation", () => {
  expect(noAgent.template.cause).toBe("No agent is ready on <node>.");
});

test("rejects a call without a fact, in the compiler and when it runs", () => {
  // @ts-expect-error: the namespace is missing
  expect(() => noAgent({ node: "worker-1" })).toThrow("no fact fills <namespace>");
});

test("returns the proven causes alone, each once", () => {
  expect(provenOr([clock(), clock()], [noAgent({ node: "a", namespace: "b" })])).toEqual([clock()]);
});

test("returns the candidates if nothing is proven", () => {
  expect(provenOr([], [clock()])).toEqual([clock()]);
});
