import { Agent, type RequestOptions } from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";
import { Duration } from "../../units";

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

/** Who asks, by the kubeconfig: its token, certificates, or what its plugin says. */
export function credentialsOf(config: KubeConfig): () => Promise<RequestOptions> {
  const agent = config.getCurrentCluster()?.proxyUrl === undefined ? { agent: keepingAgent() } : {};
  let kept: Promise<RequestOptions> | null = null;
  let until = 0;
  return () => {
    if (kept === null || Date.now() > until) {
      kept = optionsOf(config).then((options) => ({ ...options, ...agent }));
      until = Date.now() + KEPT.toSeconds() * 1_000;
    }
    return kept;
  };
}

/** The client library's own makes a connection for each request. */
function keepingAgent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
}

async function optionsOf(config: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    throw new CredentialsFailure(error instanceof Error ? error.message.trim() : String(error));
  }
  return options;
}
