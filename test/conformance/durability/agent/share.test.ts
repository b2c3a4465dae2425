import type { Model } from "../../../../src/model";
import { describeWith } from "../../../components/available";
import { until } from "../../../components/until";
import { exampleModel } from "../../../helpers/example";
import { AGENT_AND_LOKI, agentAndLoki, arrived, numbers, withAgent } from "./installation";

/** What a namespace may send of a node. */
const SHARE = { rate: 100, burst: 1_000 };

describeWith(`A namespace whose backlog exceeds its share (${AGENT_AND_LOKI})`, agentAndLoki(), (binaries) => {
  test.concurrent("loses what exceeds it, counted, and no line of another namespace", () =>
    withAgent({ binaries, model: sharing(exampleModel()) }, async ({ loki, node }) => {
      const [large, small] = [node.run("large", "large-0"), node.run("small", "small-0")];
      large.write(10 * SHARE.burst);
      small.write(SHARE.burst / 2);
      await node.agent.startProcess();
      const sum = async (name: string) => (await node.agent.metrics()).sum(name);
      await until("the agent has read both files", { seconds: 60 }, async () => {
        return (await sum("loki_source_file_read_lines_total")) === large.written + small.written;
      });
      await until("the share allows a line", { seconds: 60 }, async () => {
        large.write(1);
        return !(await large.missing(loki.api)).includes(large.written - 1);
      });
      await arrived(loki, small);
      expect(await small.missing(loki.api)).toEqual([]);
      const missing = await large.missing(loki.api);
      expect(missing.length).toBe(await sum("loki_process_dropped_lines_by_label_total"));
      expect(missing.length).toBeGreaterThan(large.written / 2);
      expect(missing.slice(0, 1)).not.toEqual(numbers(0, 1));
    }));
});

function sharing(model: Model): Model {
  return { ...model, alloy: { ...model.alloy, limits: { ...model.alloy.limits, share: SHARE } } };
}
