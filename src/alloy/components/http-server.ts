import { type Block, Expression } from "../syntax";

/** What the kubelet, Prometheus and verify request. Every other path shows or changes what the agent does. */
const OPEN_PATHS = ["/-/ready", "/-/healthy", "/metrics"];

/** A new random number at every read. */
const RANDOM = "/proc/sys/kernel/random/uuid";

/**
 * Closes Alloy's HTTP server except for the open paths: its API shows the annotations of other namespaces' pods, and
 * /-/reload is open to every pod. Alloy can't turn them off, but can require a password. The password is random and
 * stays in the process, so nobody has it.
 * @see https://grafana.com/docs/alloy/latest/reference/config-blocks/http/
 */
export function closedHttpServer(): readonly Block[] {
  return [
    {
      name: "local.file",
      label: "password",
      comment: "Nobody has this password. It changes with every start.",
      // A watch would take one of the node's inotify instances, and Alloy reads the file once in any case.
      attributes: { filename: RANDOM, detector: "poll", poll_frequency: "8760h", is_secret: true },
    },
    {
      name: "http",
      blocks: [
        {
          name: "auth",
          blocks: [
            {
              name: "basic",
              attributes: { username: "nobody", password: new Expression("local.file.password.content") },
            },
            { name: "filter", attributes: { paths: OPEN_PATHS, authenticate_matching_paths: false } },
          ],
        },
      ],
    },
  ];
}
