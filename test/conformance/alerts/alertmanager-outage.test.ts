import { hasAll, streamOf, writtenFact } from "../../components/alert-lines";
import { RunningAlertmanager } from "../../components/alertmanager";
import { describeWith, findTool } from "../../components/available";
import { freePort } from "../../components/http";
import { LOKI_IN_A_POD, lokiForPods, type RunningLoki, withLoki } from "../../components/loki";
import { until } from "../../components/until";
import { exampleModel } from "../../helpers/example";
import type { Texts } from "../../helpers/rule-fixture";

const model = exampleModel();

const [loki, alertmanager] = [lokiForPods(), findTool("alertmanager")];
const found = loki !== null && alertmanager !== null ? { loki, alertmanager } : null;

/** The ruler sends what fires again every minute (resend_delay). */
const RESENT = { seconds: 120 };

describeWith(`What is lost without Alertmanager (${LOKI_IN_A_POD}, ALERTMANAGER_BINARY)`, found, (programs) => {
  test("no alert: a new Alertmanager, which knows nothing, gets what fired while there was none and what fires still", async () => {
    const port = await freePort();
    const props = { binary: programs.loki, model, alertmanager: `http://127.0.0.1:${port}` };
    await withLoki(props, async (loki) => {
      const first = await RunningAlertmanager.start(programs.alertmanager, port);
      const before = await fire(loki, "OOMKilled");
      await until("the first alert has come", RESENT, () => hasCome(first, before)).finally(() => first.remove());
      const failed = await failures(loki);
      const meanwhile = await fire(loki, "PodCrashLoopBackOff");
      await until("the ruler has failed to send the second", RESENT, async () => {
        return (await isActive(loki, meanwhile)) && (await failures(loki)) > failed;
      });
      const second = await RunningAlertmanager.start(programs.alertmanager, port);
      try {
        await until("both alerts have come", RESENT, async () =>
          (await Promise.all([hasCome(second, before), hasCome(second, meanwhile)])).every((has) => has),
        );
      } finally {
        await second.remove();
      }
    });
  });
});

/** Writes the line of a new fact. @returns the labels by which its alert is known */
async function fire({ api }: RunningLoki, alertname: string): Promise<Texts> {
  const { written, known } = writtenFact(alertname);
  await api.push([streamOf(written)]);
  return { alertname, ...known };
}

async function hasCome(to: RunningAlertmanager, known: Texts): Promise<boolean> {
  return (await to.alerts()).some(({ labels }) => hasAll(labels, known));
}

async function isActive({ api }: RunningLoki, known: Texts): Promise<boolean> {
  return (await api.rules()).some(({ alerts }) => alerts.some((labels) => hasAll(labels, known)));
}

/** How many alerts the ruler couldn't send. */
async function failures({ api }: RunningLoki): Promise<number> {
  return (await api.metrics()).sum("loki_prometheus_notifications_errors_total");
}
