import { Agent as HttpAgent } from "node:http";
import { Agent, type RequestOptions } from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";
import { Duration } from "../units";
import { CONNECTING } from "./http-request";

/** The kubeconfig's way to say who asks doesn't work, such as a plugin that isn't logged in. */
export class CredentialsFailure extends Error {
  override readonly name = "CredentialsFailure";
}

/**
 * How long credentials are used before the kubeconfig is asked again. A plugin that names no time of expiry is run for
 * each request otherwise, and one that does for each of those that begin at once.
 */
const KEPT = Duration.seconds(10);

/** As many at once as leave an API server alone that shares them out fairly. */
const CONNECTIONS = 32;

type Identity = Pick<KubeConfig, "getCurrentCluster" | "applyToHTTPSOptions">;

/** Who asks, by the kubeconfig: its token, certificates, or what its plugin says. */
export function credentialsOf(config: Identity): () => Promise<RequestOptions> {
  const agent = agentOf(config);
  let kept: Promise<RequestOptions> | null = null;
  let until = 0;
  return () => {
    if (kept === null || Date.now() > until) {
      until = Number.POSITIVE_INFINITY;
      kept = optionsOf(config)
        .then((options) => ({ ...options, ...agent }))
        .finally(() => {
          until = Date.now() + KEPT.toMilliseconds();
        });
    }
    return kept;
  };
}

/** The client library's own makes a connection for each request; through a proxy only that one leads. */
function agentOf(config: Identity): Pick<RequestOptions, "agent"> {
  const { server = "", proxyUrl } = config.getCurrentCluster() ?? {};
  if (proxyUrl !== undefined) return {};
  const options = { keepAlive: true, maxSockets: CONNECTIONS };
  return { agent: server.startsWith("http:") ? new HttpAgent(options) : new Agent(options) };
}

async function optionsOf(config: Identity): Promise<RequestOptions> {
  // The library's way through a proxy waits for that without an end otherwise.
  const options: RequestOptions = { timeout: CONNECTING.toMilliseconds() };
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    throw new CredentialsFailure(error instanceof Error ? error.message.trim() : String(error));
  }
  return options;
}
