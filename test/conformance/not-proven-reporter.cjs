/** Lists the skipped tests at the end of a run, because they are easily overlooked. */
module.exports = class NotProvenReporter {
  onRunComplete(_, { testResults }) {
    const skipped = testResults.flatMap(({ testResults: tests }) => tests.filter(({ status }) => status === "pending"));
    const names = new Set(skipped.map(({ fullName }) => fullName.replace(/^not proven here: /, "")));
    if (names.size === 0) return;
    process.stderr.write(
      `\nNot proven here, because a requirement in parentheses is missing:\n${[...names].map((name) => `  - ${name}\n`).join("")}`,
    );
  }
};
