import type { Block } from "../../alloy/syntax";
import type { Check } from "../check";
import { attribute, onEveryBlock, type Problem, textOf } from "./blocks";

export const writeEndpoints: Check = {
  id: "pipeline-write-endpoints",
  severity: "error",
  reason: "an endpoint that gives up loses every line of a longer outage, and two endpoints wait for one another",
  evidence:
    'Alloy 1.18.1: after ten attempts, 4.3 to 8.5 minutes, it drops a batch (internal/component/common/loki/client); endpoints of one block are sent to in turn (alloy#2194); "alloy validate" calls a queue_config valid that "alloy run" refuses, and both take the url "loki:3100"',
  find: onEveryBlock((block) => (block.name === "loki.write" ? oneEndpoint(block) : endpoint(block))),
};

function oneEndpoint({ blocks = [] }: Block): Problem | null {
  const { length } = blocks.filter(({ name }) => name === "endpoint");
  if (length === 1) return null;
  return {
    got: `${length} endpoints`,
    expected: "one",
    remedy: "give each Loki a loki.write, and a source of its own",
  };
}

function endpoint(block: Block): Problem | null {
  if (block.name !== "endpoint") return null;
  return wrongAddress(block) ?? givesUp(block) ?? experimentalQueue(block);
}

function wrongAddress(block: Block): Problem | null {
  const url = textOf(block, "url");
  if (url === null || /^https?:\/\/[^/]+\/loki\/api\/v1\/push$/.test(url)) return null;
  return {
    got: `url = ${JSON.stringify(url)}`,
    expected: "the address under which Loki takes lines",
    remedy: 'write it like "http://loki.monitoring.svc.cluster.local:3100/loki/api/v1/push"',
  };
}

function givesUp(block: Block): Problem | null {
  const retries = attribute(block, "max_backoff_retries");
  if (retries === 0) return null;
  return {
    got: retries === undefined ? "no max_backoff_retries, so ten" : `max_backoff_retries = ${retries}`,
    expected: "0, which is for ever",
    remedy: "write max_backoff_retries = 0: meanwhile the lines wait in the nodes' files",
  };
}

function experimentalQueue({ blocks = [] }: Block): Problem | null {
  if (!blocks.some(({ name, attributes }) => name === "queue_config" && attributes !== undefined)) return null;
  return {
    got: "a queue_config",
    expected: "none: Alloy refuses any but its own where experimental features are off",
    remedy: "leave it out",
  };
}
