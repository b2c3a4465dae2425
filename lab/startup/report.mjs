/**
 * @typedef {object} Figure
 * @property {string} command
 * @property {number} milliseconds median
 * @property {number} min
 * @property {number} max
 * @property {number} megabytes median
 *
 * @typedef {object} Figures
 * @property {number} runs
 * @property {string} node
 * @property {number} cpus
 * @property {Record<string, Figure>} ways
 * @property {Record<string, number> | null} sizes
 */

/**
 * The figures and goals as a text to read.
 * @param {Figures} figures
 * @param {readonly import("./report.mjs").Goal[]} goals
 */
export function report(figures, goals) {
  const { runs, node, cpus, sizes } = figures;
  return [
    `Medians of ${runs} cold processes each, interleaved, on Node.js ${node} and ${cpus} CPUs`,
    "",
    ...table(["", "ms", "min", "max", "× floor", "template ÷ it", "peak MB", "command"], wayRows(figures.ways)),
    "",
    ...(sizes === null ? ["Installed sizes: not measured"] : table(["installed", "MB", "× floor"], sizeRows(sizes))),
    "",
    ...table(["goal", "wanted", "got", ""], goals.map(goalRow)),
  ].join("\n");
}

function wayRows(ways) {
  return Object.entries(ways).map(([name, { command, milliseconds, min, max, megabytes }]) => [
    name,
    milliseconds.toFixed(0),
    min.toFixed(0),
    max.toFixed(0),
    (milliseconds / ways.floor.milliseconds).toFixed(2),
    (ways.template.milliseconds / milliseconds).toFixed(1),
    megabytes.toFixed(1),
    command,
  ]);
}

function sizeRows(sizes) {
  return Object.entries(sizes).map(([name, size]) => [name, size.toFixed(1), (size / sizes.floor).toFixed(3)]);
}

function goalRow({ name, wanted, got, unit, isMet }) {
  return [name, wanted, `${got.toFixed(2)}${unit}`, isMet ? "pass" : "FAIL"];
}

/** Lines with columns as wide as their widest cell: the first and the last aligned left, numbers right. */
function table(head, rows) {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => cells[column].length)));
  return lines.map((cells) =>
    cells
      .map((cell, column) => {
        const isText = column === 0 || column === head.length - 1;
        return isText ? cell.padEnd(widths[column]) : cell.padStart(widths[column]);
      })
      .join("  ")
      .trimEnd(),
  );
}

/**
 * @typedef {object} Goal
 * @property {string} name
 * @property {string} wanted
 * @property {number} got
 * @property {string} unit
 * @property {boolean} isMet
 */

/**
 * Holds the figures against what the project promises.
 * @param {import("./report.mjs").Figures} figures
 * @returns {readonly Goal[]}
 */
export function judge({ ways: { floor, built, template, synth, check, ...others }, sizes }) {
  const thousand = others["check, 1,000 rules more"];
  const goals = [
    atMost("built entry, of the floor's time", 2, built.milliseconds / floor.milliseconds, "×"),
    atLeast("template's way, of the built entry's time", 10, template.milliseconds / built.milliseconds, "×"),
    atLeast("template's way, of npm run synth's time", 4, template.milliseconds / synth.milliseconds, "×"),
    atMost("1,000 rules analysed", 1_000, thousand.milliseconds - check.milliseconds, " ms"),
    atMost("built entry, peak memory", 100, built.megabytes, " MB"),
  ];
  if (sizes === null) return goals;
  return [...goals, atMost("installed for synth, of the floor's size", 1.15, sizes.synth / sizes.floor, "×")];
}

function atMost(name, limit, got, unit) {
  return { name, wanted: `≤ ${limit}${unit}`, got, unit, isMet: got <= limit };
}

function atLeast(name, limit, got, unit) {
  return { name, wanted: `≥ ${limit}${unit}`, got, unit, isMet: got >= limit };
}
