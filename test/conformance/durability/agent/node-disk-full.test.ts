import { join } from "node:path";
import { ByteSize } from "../../../../src/units";
import { describeWith } from "../../../components/available";
import { until } from "../../../components/until";
import { Filler } from "../filler";
import { AGENT_AND_LOKI, agentAndLoki, arrived, withAgent } from "./installation";

const disk = { kind: "memory", size: ByteSize.mebibytes(16) } as const;

/** The agents store their positions every ten seconds. */
const STORED = { seconds: 60 };

describeWith(`A real agent on a node whose disk is full (${AGENT_AND_LOKI})`, agentAndLoki(), (binaries) => {
  test.concurrent("loses nothing of the files, even if it is killed: it can't store positions, so it reads them again", () =>
    withAgent({ binaries, disk }, async ({ loki, node }) => {
      const log = node.run("web", "web-0");
      log.write(100);
      const filler = new Filler(join(node.agent.diskFolder, "filler"));
      filler.fill();
      await node.agent.startProcess();
      await arrived(loki, log);
      await until("the agent can't store positions", STORED, async () =>
        node.agent.log.includes("error writing positions file"),
      );
      await node.agent.kill();
      await node.agent.startProcess();
      await until("the agent has read the file again", STORED, async () => {
        return (await node.agent.metrics()).sum("loki_source_file_read_lines_total") >= log.written;
      });
      filler.free();
      log.write(100);
      await arrived(loki, log);
      expect(await log.missing(loki.api)).toEqual([]);
    }));
});
