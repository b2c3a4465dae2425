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
