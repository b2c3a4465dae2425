import type { Results } from "../results";
import { reservations } from "./prose";
import { replayText, title } from "./sentences";
import { textTable } from "./table";
import { chunkRows, loadRows, partRows, queryRows, speedRows, writtenRows } from "./tables";

/** The figures as a text to read. */
export function report(results: Results): string {
  const { races, speeds, queried, killed } = results;
  return [
    title(results),
    textTable(loadRows(races)),
    textTable(writtenRows(races)),
    textTable(partRows(races)),
    textTable(chunkRows(races)),
    ...(speeds.length > 1 ? [textTable(speedRows(speeds))] : []),
    textTable(queryRows(queried)),
    replayText(killed),
    ...reservations(races),
  ].join("\n\n");
}
