/** What an installation's main.ts imports. */
export { installation } from "./cli/installation";
export type { Settings } from "./settings/settings";
export { Backend } from "./terraform/backend";
export { ByteSize, Cpu, Duration } from "./units";
