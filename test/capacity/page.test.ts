import { plots } from "../../src/capacity/curves";
import { capacityPage } from "../../src/capacity/page";
import { capacityTable } from "../../src/capacity/table";
import { exampleModel } from "../helpers/example";

const model = exampleModel();

let page: string;

beforeAll(async () => {
  page = await capacityPage(model);
});

test("the page has the table, as HTML takes it", () => {
  expect(page).toContain(`<pre>${capacityTable(model)}</pre>`);
});

test("the page has a drawing of every plot, with its curves and axes", () => {
  const drawings = page.split("<h2>").slice(1);
  const all = plots(model);
  expect(drawings).toHaveLength(all.length);
  for (const [index, { title, x, curves }] of all.entries()) {
    expect(drawings.at(index)).toMatch(new RegExp(`^${title}</h2>\n<svg [^>]*width="640" height="360"`));
    for (const text of [x, ...curves.map(({ name }) => name)]) expect(drawings.at(index)).toContain(`>${text}<`);
  }
});

test("the page needs nothing else to be looked at", () => {
  expect(page).not.toMatch(/<script|<link|<img|src=|@import/);
});
