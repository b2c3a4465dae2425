// Loaded into every Node process of a measured command: each adds its own peak when it ends. The system's account of a
// child (wait4) is out of reach from Node, and one of "npm run" would not tell npm from what it runs.
const { appendFileSync } = require("node:fs");

process.on("exit", () => appendFileSync(process.env.BENCH_PEAKS, `${process.resourceUsage().maxRSS}\n`));
