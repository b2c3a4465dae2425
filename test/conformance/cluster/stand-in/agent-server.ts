import { createServer, type Server } from "node:http";
import type { Agent } from "./agent";

/** The port of every agent. */
const AGENT_PORT = 12_345;

/** The agents' port on every pod of theirs, by whose address it is told which of them is asked. */
export function serveAgents(agents: readonly Agent[]): Promise<Server> {
  const server = createServer(({ url = "", socket }, response) => {
    const agent = agents.find(({ podAddress }) => podAddress === socket.localAddress);
    if (url === "/-/ready") response.end("Alloy is ready.\n");
    // The collector of events, of which there is no more than its pod, has nothing to tell.
    else if (url === "/metrics") response.end(agent?.metrics() ?? "");
    else response.writeHead(404).end();
  });
  return new Promise((resolve) => {
    server.listen(AGENT_PORT, "0.0.0.0", () => resolve(server));
  });
}
