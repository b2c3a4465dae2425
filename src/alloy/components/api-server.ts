import { Duration } from "../../units";
import { Expression } from "../syntax";
import { type Component, exported } from "./component";

/** A component that exports the body of a response. */
export interface ContentComponent extends Component {
  readonly content: Expression;
}

/** The kubelet mounts the pod's credentials here. */
const CREDENTIALS = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Kubernetes sets it in every container, as "tcp://10.96.0.1:443". It has brackets around an IPv6 address. */
const ADDRESS = 'string.replace(sys.env("KUBERNETES_PORT"), "tcp://", "https://")';

const POLL_FREQUENCY = Duration.seconds(30);
const POLL_TIMEOUT = Duration.seconds(10);

/**
 * Requests one event from the API server. Alloy doesn't start if the first request fails, and later failures make it
 * unhealthy.
 * @see https://grafana.com/docs/alloy/latest/reference/components/remote/remote.http/
 */
export function apiServerEvents(label: string): ContentComponent {
  const name = "remote.http";
  return {
    block: {
      name,
      label,
      comment: "Without the API server, Alloy exits here. The watch below would give up for good.",
      attributes: {
        url: new Expression(`${ADDRESS} + "/api/v1/events?limit=1"`),
        poll_frequency: `${POLL_FREQUENCY}`,
        poll_timeout: `${POLL_TIMEOUT}`,
      },
      blocks: [
        {
          name: "client",
          attributes: { bearer_token_file: `${CREDENTIALS}/token` },
          blocks: [{ name: "tls_config", attributes: { ca_file: `${CREDENTIALS}/ca.crt` } }],
        },
      ],
    },
    upstream: [],
    downstream: [],
    // The export is an optional secret, which string functions print as a structure.
    content: new Expression(`convert.nonsensitive(${exported(name, label, "content").text})`),
  };
}
