import type { Texts } from "../../../src/alerting/fixtures/fixture";
import { hasLabels, streamOf, triggerFor } from "../../components/alert-lines";
import { RunningAlertmanager } from "../../components/alertmanager";
import { describeWith, findTool } from "../../components/available";
import { freePort } from "../../components/http";
import { LOKI_IN_A_POD, lokiForPods, type RunningLoki, withLoki } from "../../components/loki";
import { until } from "../../components/until";
import { exampleModel } from "../../helpers/example";

const model = exampleModel();

const [loki, alertmanager] = [lokiForPods(), findTool("alertmanager")];
const found = loki !== null && alertmanager !== null ? { loki, alertmanager } : null;

/** The ruler resends firing alerts every minute (resend_delay). */
const RESENT = { seconds: 120 };

describeWith(`An Alertmanager outage (${LOKI_IN_A_POD}, ALERTMANAGER_BINARY)`, found, (programs) => {
  test("loses no alert: a new Alertmanager receives all that fired before and during the outage", async () => {
    const port = await freePort();
    const props = { binary: programs.loki, model, alertmanager: `http://127.0.0.1:${port}` };
    await withLoki(props, async (loki) => {
      const first = await RunningAlertmanager.start(programs.alertmanager, port);
      const before = await fire(loki, "OOMKilled");
      await until("the first alert arrives", RESENT, () => hasArrived(first, before)).finally(() => first.remove());
      const failed = await failures(loki);
      const during = await fire(loki, "PodCrashLoopBackOff");
      await until("the ruler fails to send the second alert", RESENT, async () => {
        return (await isActive(loki, during)) && (await failures(loki)) > failed;
      });
      const second = await RunningAlertmanager.start(programs.alertmanager, port);
      try {
        await until("both alerts arrive", RESENT, async () =>
          (await Promise.all([hasArrived(second, before), hasArrived(second, during)])).every((arrived) => arrived),
        );
      } finally {
        await second.remove();
      }
    });
  });
});

/** Writes a line that fires an alert. @returns the labels that identify the alert */
async function fire({ api }: RunningLoki, alertname: string): Promise<Texts> {
  const { written, identity } = triggerFor(alertname);
  await api.push([streamOf(written)]);
  return { alertname, ...identity };
}

async function hasArrived(alertmanager: RunningAlertmanager, identity: Texts): Promise<boolean> {
  return (await alertmanager.alerts()).some(({ labels }) => hasLabels(labels, identity));
}

async function isActive({ api }: RunningLoki, identity: Texts): Promise<boolean> {
  return (await api.rules()).some(({ alerts }) => alerts.some((labels) => hasLabels(labels, identity)));
}

/** Returns the number of alerts that the ruler failed to send. */
async function failures({ api }: RunningLoki): Promise<number> {
  return (await api.metrics()).sum("loki_prometheus_notifications_errors_total");
}
