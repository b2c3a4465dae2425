import type { Cause } from "../../diagnostics/cause";

export const LOKI_FAILS: Cause = {
  cause: "Loki's ruler doesn't get alerts through to Alertmanager.",
  next: "kubectl --namespace <namespace> logs <release>-0 --since=10m | grep 'Error sending alert'",
};

export const NOT_TOLD: Cause = {
  cause: "The ruler has no Alertmanager: its configuration names none.",
  next: "npm run verify -- --only configuration",
};

export const RECEIVER_FAILS: Cause = {
  cause:
    "Alertmanager has the alerts and can't tell anybody: the receiver's address, credentials or template are wrong, or it refuses.",
  next: "kubectl --namespace <alertmanager-namespace> logs service/<alertmanager> --since=10m | grep 'Notify for alerts failed'",
};

export const RECEIVER_FAILED: Cause = {
  cause:
    "A receiver's token or URL is wrong, or was until it was mended: Alertmanager counts since its start, and tells no times.",
  next: "kubectl --namespace <alertmanager-namespace> logs service/<alertmanager> --since=24h | grep 'Notify for alerts failed'",
};
