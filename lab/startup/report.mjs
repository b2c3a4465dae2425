/**
 * @typedef {object} Measurement
 * @property {string} command
 * @property {number} milliseconds median
 * @property {number} min
 * @property {number} max
 * @property {number} megabytes median
 *
 * @typedef {object} Results
 * @property {number} runs
 * @property {string} node
 * @property {number} cpus
 * @property {Record<string, Measurement>} commands
 * @property {Record<string, number> | null} sizes
 */

/**
 * Formats the results and goals for the terminal.
 * @param {Results} results
 * @param {readonly Goal[]} goals
 */
export function report(results, goals) {
  const { runs, node, cpus, commands, sizes } = results;
  return [
    `Medians of ${runs} interleaved cold processes each, on Node.js ${node} and ${cpus} CPUs`,
    "",
    ...table(["", "ms", "min", "max", "× floor", "template ÷ this", "peak MB", "command"], commandRows(commands)),
    "",
    ...(sizes === null ? ["Installed sizes: not measured"] : table(["installed", "MB", "× floor"], sizeRows(sizes))),
    "",
    ...table(["goal", "expected", "got", ""], goals.map(goalRow)),
  ].join("\n");
}

function commandRows(commands) {
  return Object.entries(commands).map(([name, { command, milliseconds, min, max, megabytes }]) => [
    name,
    milliseconds.toFixed(0),
    min.toFixed(0),
    max.toFixed(0),
    (milliseconds / commands.floor.milliseconds).toFixed(2),
    (commands.template.milliseconds / milliseconds).toFixed(1),
    megabytes.toFixed(1),
    command,
  ]);
}

function sizeRows(sizes) {
  return Object.entries(sizes).map(([name, size]) => [name, size.toFixed(1), (size / sizes.floor).toFixed(3)]);
}

function goalRow({ name, expected, got, unit, isMet }) {
  return [name, expected, `${got.toFixed(2)}${unit}`, isMet ? "pass" : "FAIL"];
}

/** Aligns the first and last columns left, and numbers right. */
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
 * @property {string} expected
 * @property {number} got
 * @property {string} unit
 * @property {boolean} isMet
 */

/**
 * Compares the results with the project's goals.
 * @param {Results} results
 * @returns {readonly Goal[]}
 */
export function compareWithGoals({ commands: { floor, built, template, synth, ...others }, sizes }) {
  const thousand = others["1,000 more rules"];
  const goals = [
    atMost("time of the built entry ÷ floor", 2, built.milliseconds / floor.milliseconds, "×"),
    atLeast("time of the template ÷ built entry", 10, template.milliseconds / built.milliseconds, "×"),
    atLeast("time of the template ÷ npm run synth", 4, template.milliseconds / synth.milliseconds, "×"),
    atMost("time with 1,000 more rules ÷ built entry", 3, thousand.milliseconds / built.milliseconds, "×"),
    atMost("peak memory of the built entry", 100, built.megabytes, " MB"),
  ];
  if (sizes === null) return goals;
  return [...goals, atMost("size installed for synth ÷ floor", 1.15, sizes.synth / sizes.floor, "×")];
}

function atMost(name, limit, got, unit) {
  return { name, expected: `≤ ${limit}${unit}`, got, unit, isMet: got <= limit };
}

function atLeast(name, limit, got, unit) {
  return { name, expected: `≥ ${limit}${unit}`, got, unit, isMet: got >= limit };
}
