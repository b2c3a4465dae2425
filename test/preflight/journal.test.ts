import { judgeJournal } from "../../src/preflight/links/journal";
import { exampleModel } from "../helpers/example";
import { fault, node } from "./objects";

const model = exampleModel();

test("a node without a machine id can't start the agent, which mounts it", () => {
  const { status, found, next } = fault(judgeJournal([node("a"), node("b", { info: { machineID: "" } })], model));
  expect([status, found]).toEqual(["broken", "b without a machine id"]);
  expect(next).toContain("systemd-machine-id-setup");
});

test("of many such nodes a few are named", () => {
  const anonymous = [..."abcdefg"].map((name) => node(name, { info: { machineID: "" } }));
  expect(fault(judgeJournal(anonymous, model)).found).toBe("a, b, c, d, e and 2 more without a machine id");
});

test.each(["Talos (v1.11.0)", "Alpine Linux v3.22"])("%s has no journald", (osImage) => {
  expect(fault(judgeJournal([node("a", { info: { osImage } })], model))).toMatchObject({
    status: "doubtful",
    found: `a with ${osImage}`,
  });
});

test("else the node alone shows its journal, and the command that asks it is told", () => {
  expect(judgeJournal([node("a")], model)).toMatchObject({
    status: "not-measured",
    why: expect.stringContaining("kubectl debug node/a "),
  });
});

test("a Windows node, on which no agent runs, needs none", () => {
  const windows = node("w", { info: { operatingSystem: "windows", machineID: "" } });
  expect(judgeJournal([windows, node("a")], model)).toMatchObject({ status: "not-measured" });
});

test("nothing is asked for where no journal is read", () => {
  const without = exampleModel({ alloy: { journal: false } });
  expect(judgeJournal([node("b", { info: { machineID: "" } })], without)).toMatchObject({ status: "not-measured" });
});
