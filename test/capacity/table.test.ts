import { boundsOf, inputsByInfluence, largestLoad } from "../../src/capacity/bounds";
import { losses } from "../../src/capacity/losses";
import { capacityTable } from "../../src/capacity/table";
import { ByteSize } from "../../src/units";
import { exampleModel } from "../helpers/example";

const model = exampleModel();

/** Paragraphs of a title and its rows. */
const PARTS = capacityTable(model)
  .split("\n\n")
  .map((part) => {
    const [title = "", ...rows] = part.split("\n");
    return { title, rows };
  });

test("a title says what the table is of, and that it is a guess", () => {
  const { pods, podStartsPerDay, bytesPerDay, compression } = model.load;
  expect(PARTS.at(0)?.title).toBe(
    `5 nodes, ${pods} pods, ${podStartsPerDay} pod starts and ${bytesPerDay.toHumanString()} a day, compressed ${compression} to 1 (nothing is declared: these are defaults)`,
  );
});

test("a title says what of it is declared", () => {
  const load = { pods: 10, bytesPerDay: ByteSize.gibibytes(2) };
  expect(capacityTable(exampleModel({ cluster: { nodes: 1 }, load }))).toMatch(
    /^1 nodes, 10 pods, .* and 2 GiB a day, .* \(declared: pods, bytesPerDay\)\n/,
  );
});

test("each row is a name and what is told of it, one below the other", () => {
  expect(PARTS).toHaveLength(4);
  for (const { rows } of PARTS) {
    const columns = rows.map((row) => /^ {2}\S.*? {2,}(?=\S)/.exec(row)?.[0].length);
    expect(new Set(columns).size).toBe(1);
    expect(columns).not.toContain(undefined);
  }
});

test("the largest load is told with what ends it, and how much of each bound is used", () => {
  const { factor, bound } = largestLoad(model);
  expect(PARTS.at(1)?.title).toBe(
    `These resources carry ${factor.toFixed(1)} times this load, in pods, pod starts and text alike; what ends it is the ${bound.name}`,
  );
  expect(PARTS.at(1)?.rows).toEqual(
    boundsOf(model).map(({ name, used, allowed }) =>
      expect.stringMatching(new RegExp(`^ {2}${name} +${Math.round((100 * used) / allowed)} % used$`)),
    ),
  );
});

test("a load of which nothing is carried is told so", () => {
  const none = exampleModel({ loki: { resources: { memoryRequest: ByteSize.mebibytes(1) } } });
  expect(capacityTable(none)).toContain(
    "\n\nThese resources carry no load at all; what ends it is the memory request\n",
  );
});

test("a load that is next to nothing is carried more often than anybody counts", () => {
  const load = { pods: 1, podStartsPerDay: 0, bytesPerDay: ByteSize.kibibytes(1) };
  expect(capacityTable(exampleModel({ load }))).toContain(
    "\n\nThese resources carry more than 1000 times this load, in pods, pod starts and text alike\n",
  );
});

test("the input on which the answer hangs is told first, and each with its sign", () => {
  const inputs = inputsByInfluence(model);
  expect(PARTS.at(2)?.title).toBe(`The answer hangs on ${inputs.at(0)?.setting}`);
  expect(PARTS.at(2)?.rows).toEqual(
    inputs.map(({ setting, influence }) => {
      const points = Math.round(100 * influence);
      const sign = points < 0 ? "-" : "\\+";
      return expect.stringMatching(
        new RegExp(`^ {2}${setting} +half as much again: ${sign}${Math.abs(points)} % of it$`),
      );
    }),
  );
});

test("what is lost is told for each event", () => {
  expect(PARTS.at(3)?.rows.map((row) => row.replace(/ {2,}/g, " "))).toEqual(
    losses(model).map(({ event, lost, because }) => ` ${event} ${lost} (${because})`),
  );
});
