import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { compare } from "../../tools/charts/check";
import { pinnedCharts } from "../../tools/charts/pinned";
import { PROJECT } from "../helpers/example";
import { folderOfTests } from "../helpers/folder";
import { describeWith, findTool } from "./tools";

const folder = folderOfTests();

for (const chart of pinnedCharts) {
  const [helm, archive] = [findTool("helm"), process.env[chart.variable]];
  const found = helm !== null && archive !== undefined ? { helm, archive } : null;

  describeWith(`Helm and what chart ${chart.name} reads (HELM_BINARY, ${chart.variable})`, found, (tools) => {
    test("the chart reads what we know that it reads, and all that the default deployment sets", async () => {
      const around = { ...tools, root: PROJECT, folder: mkdtempSync(join(folder(), "chart-")) };
      expect((await compare(chart, around)).differences).toEqual([]);
    });
  });
}
