import type { Check } from "../check";
import { agentCpu } from "./agent-cpu";
import { agentFiles } from "./agent-files";
import { agentMemory } from "./agent-memory";
import { agentPositions } from "./agent-positions";

/** Checks of the agents' release, as the chart will render it. */
export const alloyChecks: readonly Check[] = [agentCpu, agentFiles, agentMemory, agentPositions];
