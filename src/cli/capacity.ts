import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { capacityPage } from "../capacity/page";
import { capacityTable } from "../capacity/table";
import { resolveModel } from "../model";
import type { Command } from "./command";

const PAGE = "capacity.html";

/** Prints the resources that the declared load needs, and writes a page with plots. */
export const capacity: Command = {
  name: "capacity",
  usage: "capacity",
  options: {},
  run: async (settings, root) => {
    const model = resolveModel(settings, root);
    console.log(capacityTable(model));
    writeFileSync(join(root, PAGE), await capacityPage(model));
    console.log(`\nSee ${PAGE} for plots.`);
  },
};
