import { describeWith } from "../../../components/available";
import type { RunningLoki } from "../../../components/loki";
import { until } from "../../../components/until";
import { AGENT_AND_LOKI, agentAndLoki, arrived, withAgent } from "./installation";

describeWith(`A real agent and a pod whose label changes (${AGENT_AND_LOKI})`, agentAndLoki(), (binaries) => {
  test.concurrent("reads the whole file again, so queries find its lines twice: positions belong to a file and its labels", () =>
    withAgent({ binaries }, async ({ loki, node }) => {
      const log = node.run("web", "web-0");
      await node.agent.startProcess();
      log.write(100);
      await arrived(loki, log);
      node.relabel(log, "another");
      await until("Loki has every line twice", { seconds: 60 }, async () => {
        return (await linesOf(loki)).length === 2 * log.written;
      });
    }));
});

function linesOf({ api }: RunningLoki): Promise<readonly string[]> {
  const now = Date.now();
  return api.lines('{namespace="web"}', { from: now - 3_600_000, to: now + 60_000 });
}
