import { boundsOf, inputsByInfluence, largestLoad } from "../../src/capacity/bounds";
import { losses } from "../../src/capacity/losses";
import { capacityTable } from "../../src/capacity/table";
import { ByteSize } from "../../src/units";
import { exampleModel } from "../helpers/example";

const model = exampleModel();

/** The sections: a title and its rows. */
const PARTS = capacityTable(model)
  .split("\n\n")
  .map((part) => {
    const [title = "", ...rows] = part.split("\n");
    return { title, rows };
  });

test("the title contains the load, and states that nothing is declared", () => {
  const { pods, podStartsPerDay, bytesPerDay, compression } = model.load;
  expect(PARTS.at(0)?.title).toBe(
    `5 nodes, ${pods} pods, ${podStartsPerDay} pod starts and ${bytesPerDay.toHumanString()} per day, compressed ${compression}:1 (all defaults, nothing declared)`,
  );
});

test("the title lists the declared values", () => {
  const load = { pods: 10, bytesPerDay: ByteSize.gibibytes(2) };
  expect(capacityTable(exampleModel({ cluster: { nodes: 1 }, load }))).toMatch(
    /^1 nodes, 10 pods, .* and 2 GiB per day, .* \(declared: pods, bytesPerDay\)\n/,
  );
});

test("shows what Loki admits, and how many times the average of the load that is", () => {
  const { ingestionRate, ingestionBurst } = model.loki.limits;
  const times = Math.floor((86_400 * ingestionRate.toBytes()) / model.load.bytesPerDay.toBytes());
  expect(PARTS.at(0)?.rows.find((row) => row.includes("admitted by Loki"))).toContain(
    `  ${ingestionRate.toHumanString()} per second, ${times} times the average; ${ingestionBurst.toHumanString()} at once`,
  );
});

test("the rows have aligned columns", () => {
  expect(PARTS).toHaveLength(4);
  for (const { rows } of PARTS) {
    const columns = rows.map((row) => /^ {2}\S.*? {2,}(?=\S)/.exec(row)?.[0].length);
    expect(new Set(columns).size).toBe(1);
    expect(columns).not.toContain(undefined);
  }
});

test("shows the largest load with its limit, and the usage of each bound", () => {
  const { factor, bound } = largestLoad(model);
  expect(PARTS.at(1)?.title).toBe(
    `These resources support ${factor.toFixed(1)} times this load (pods, pod starts and text). Limit: ${bound.name}`,
  );
  expect(PARTS.at(1)?.rows).toEqual(
    boundsOf(model).map(({ name, used, allowed }) =>
      expect.stringMatching(new RegExp(`^ {2}${name} +${Math.round((100 * used) / allowed)} % used$`)),
    ),
  );
});

test("states that no load is supported", () => {
  const none = exampleModel({ loki: { resources: { memoryRequest: ByteSize.mebibytes(1) } } });
  expect(capacityTable(none)).toContain("\n\nThese resources support no load. Limit: memory request\n");
});

test("caps the factor of a tiny load", () => {
  const load = { pods: 1, podStartsPerDay: 0, bytesPerDay: ByteSize.kibibytes(1) };
  expect(capacityTable(exampleModel({ load }))).toContain(
    "\n\nThese resources support more than 1000 times this load (pods, pod starts and text)\n",
  );
});

test("shows the dominant input first, and each influence with its sign", () => {
  const inputs = inputsByInfluence(model);
  expect(PARTS.at(2)?.title).toBe(`Dominant input: ${inputs.at(0)?.setting}`);
  expect(PARTS.at(2)?.rows).toEqual(
    inputs.map(({ setting, influence }) => {
      const points = Math.round(100 * influence);
      const sign = points < 0 ? "-" : "\\+";
      return expect.stringMatching(
        new RegExp(`^ {2}${setting} +50 % more: ${sign}${Math.abs(points)} % usage of the limit$`),
      );
    }),
  );
});

test("shows the loss of each event", () => {
  expect(PARTS.at(3)?.rows.map((row) => row.replace(/ {2,}/g, " "))).toEqual(
    losses(model).map(({ event, lost, because }) => ` ${event} ${lost} (${because})`),
  );
});
