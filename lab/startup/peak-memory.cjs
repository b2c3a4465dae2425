// Preloaded into every Node process of a measured command: each process appends its peak memory at exit. Node has no
// access to the kernel's accounting of a child (wait4). That accounting couldn't distinguish npm from the command that npm runs.
const { appendFileSync } = require("node:fs");

process.on("exit", () => appendFileSync(process.env.BENCH_PEAKS, `${process.resourceUsage().maxRSS}\n`));
