import { assert, nat, property } from "fast-check";
import { Cpu } from "../../src/units";

test.each([
  { cpu: Cpu.millicores(250), written: "Cpu.millicores(250)", text: "250m" },
  { cpu: Cpu.millicores(2_000), written: "Cpu.millicores(2000)", text: "2" },
  { cpu: Cpu.cores(1), written: "Cpu.cores(1)", text: "1" },
  { cpu: Cpu.cores(1.5), written: "Cpu.cores(1.5)", text: "1500m" },
  { cpu: Cpu.cores(0), written: "Cpu.cores(0)", text: "0" },
])("$written is $text as a Kubernetes quantity and keeps its source text", ({ cpu, written, text }) => {
  expect(`${cpu}`).toBe(text);
  expect(cpu.written).toBe(written);
});

test("zero or more whole millicores are exact", () => {
  expect(Cpu.cores(0).isExact).toBe(true);
  expect(Cpu.cores(0.25).isExact).toBe(true);
});

test.each([Cpu.millicores(0.5), Cpu.cores(-1), Cpu.cores(Number.NaN)])("%s are not exact", (cpu) => {
  expect(cpu.isExact).toBe(false);
});

test("is frozen", () => {
  expect(Object.isFrozen(Cpu.cores(1))).toBe(true);
});

test.each([
  ["0", "0"],
  ["250m", "250m"],
  ["1000m", "1"],
  ["2", "2"],
  ["0.5", "500m"],
  ["1.1", "1100m"],
])("parses %s as %s", (text, expected) => {
  const cpu = Cpu.parse(text);
  expect(`${cpu}`).toBe(expected);
  expect(cpu?.written).toBe(text);
});

test.each(["", "m", "1 m", "-1", "1e3", "1,5", "1.", ".5", "1k", "1M", " 1", "1m\n"])("rejects %j", (text) => {
  expect(Cpu.parse(text)).toBeNull();
});

test("parses what it prints", () => {
  assert(property(nat(), (amount) => `${Cpu.parse(`${Cpu.millicores(amount)}`)}` === `${Cpu.millicores(amount)}`));
});
