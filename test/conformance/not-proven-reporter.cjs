/** Lists what a run has not proven, because skipped tests are easily overlooked. */
module.exports = class NotProvenReporter {
  onRunComplete(_, { testResults }) {
    const skipped = testResults.flatMap(({ testResults: tests }) => tests.filter(({ status }) => status === "pending"));
    const names = new Set(skipped.map(({ fullName }) => fullName.replace(/^not proven here: /, "")));
    if (names.size === 0) return;
    process.stderr.write(`\nNot proven here:\n${[...names].map((name) => `  - ${name}\n`).join("")}`);
  }
};
