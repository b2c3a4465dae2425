// Preloaded into every Node process of a measured command: each appends its peak memory at exit. Node has no access to the
// kernel's accounting of a child (wait4), which could not distinguish npm from the command that npm runs either.
const { appendFileSync } = require("node:fs");

process.on("exit", () => appendFileSync(process.env.BENCH_PEAKS, `${process.resourceUsage().maxRSS}\n`));
