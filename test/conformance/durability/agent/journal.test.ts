import { JOURNAL_JOB } from "../../../../src/alloy/source-contracts";
import { journald } from "../../../components/alloy";
import { describeWith } from "../../../components/available";
import type { RunningLoki } from "../../../components/loki";
import type { TestNode } from "../../../components/node";
import { missingNumbers, numberedLine } from "../../../components/numbered-lines";
import { until } from "../../../components/until";
import { AGENT_AND_LOKI, agentAndLoki, type Binaries, numbers, withAgent } from "./installation";

const NEEDED = `${AGENT_AND_LOKI}, systemd-journald`;

interface JournalBinaries extends Binaries {
  readonly journald: string;
}

function journalBinaries(): JournalBinaries | null {
  const [both, daemon] = [agentAndLoki(), journald()];
  return both === null || daemon === null ? null : { ...both, journald: daemon };
}

/** The journal of a node, with numbered lines. */
class Journal {
  private written = 0;

  constructor(
    private readonly node: TestNode,
    private readonly loki: RunningLoki,
  ) {}

  write(count: number): void {
    // journald removes spaces at the end of a line.
    this.node.agent.writeJournal(numbers(this.written, count).map((number) => numberedLine(number, "text")));
    this.written += count;
  }

  missing(): Promise<readonly number[]> {
    return missingNumbers(this.loki.api, `{job="${JOURNAL_JOB}"}`, this.written);
  }

  async arrived(): Promise<void> {
    await until("Loki has the last line of the journal", { seconds: 120 }, async () => {
      return !(await this.missing().catch(() => [this.written - 1])).includes(this.written - 1);
    });
  }
}

describeWith(`A real agent and a node's journal (${NEEDED})`, journalBinaries(), (binaries) => {
  const withJournal = (use: (all: { node: TestNode; loki: RunningLoki; journal: Journal }) => Promise<void>) =>
    withAgent({ binaries, journald: binaries.journald }, ({ node, loki }) =>
      use({ node, loki, journal: new Journal(node, loki) }),
    );

  test.concurrent("lose nothing while the agent doesn't run, or while Loki is away", () =>
    withJournal(async ({ node, loki, journal }) => {
      journal.write(10);
      await node.agent.startProcess();
      await journal.arrived();
      await node.agent.stop();
      journal.write(10);
      await node.agent.startProcess();
      await journal.arrived();
      await loki.stop();
      journal.write(10);
      await loki.restartAsNewPod();
      await journal.arrived();
      expect(await journal.missing()).toEqual([]);
    }));

  test.concurrent("lose what the agent holds in memory, if it is stopped while Loki is away", () =>
    withJournal(async ({ node, loki, journal }) => {
      await node.agent.startProcess();
      journal.write(1);
      await journal.arrived();
      await loki.stop();
      journal.write(10);
      await until("the agent has read the lines", { seconds: 30 }, async () => {
        return (await node.agent.metrics()).sum("loki_source_journal_target_lines_total") >= 11;
      });
      await node.agent.stop();
      await loki.restartAsNewPod();
      await node.agent.startProcess();
      journal.write(1);
      await journal.arrived();
      const missing = await journal.missing();
      expect(missing).toEqual(numbers(1, missing.length));
      expect(missing).not.toEqual([]);
    }));
});
