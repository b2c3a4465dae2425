import type { Block } from "../../alloy/syntax";
import type { Check } from "../check";
import { attribute, onEveryBlock, type Problem, textOf } from "./blocks";

export const writeEndpoints: Check = {
  id: "pipeline-write-endpoints",
  title: "Each loki.write has one endpoint that never gives up",
  severity: "error",
  why: "an endpoint that gives up loses every line of a longer outage, and two endpoints of one block wait for each other",
  remedy: "configure one endpoint with Loki's push URL and max_backoff_retries = 0",
  evidence:
    'Alloy 1.18.1: after ten attempts (4.3 to 8.5 minutes) it drops a batch (internal/component/common/loki/client); it sends to the endpoints of one block in turn (alloy#2194); "alloy validate" accepts a queue_config that "alloy run" rejects, and both accept the url "loki:3100"',
  find: onEveryBlock((block) => (block.name === "loki.write" ? oneEndpoint(block) : endpoint(block))),
};

function oneEndpoint({ blocks = [] }: Block): Problem | null {
  const { length } = blocks.filter(({ name }) => name === "endpoint");
  if (length === 1) return null;
  return {
    got: `${length} endpoints`,
    expected: "one",
    remedy: "give each Loki its own loki.write and its own source",
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
    expected: "Loki's push URL",
    remedy: 'set it to a URL such as "http://loki.monitoring.svc.cluster.local:3100/loki/api/v1/push"',
  };
}

function givesUp(block: Block): Problem | null {
  const retries = attribute(block, "max_backoff_retries");
  if (retries === 0) return null;
  return {
    got: retries === undefined ? "no max_backoff_retries (Alloy's default is 10)" : `max_backoff_retries = ${retries}`,
    expected: "0 (forever)",
    remedy: "set max_backoff_retries = 0: meanwhile, the lines stay in the nodes' log files",
  };
}

function experimentalQueue({ blocks = [] }: Block): Problem | null {
  if (!blocks.some(({ name, attributes }) => name === "queue_config" && attributes !== undefined)) return null;
  return {
    got: "a queue_config",
    expected: "none: Alloy rejects it unless experimental features are enabled",
    remedy: "remove it",
  };
}
