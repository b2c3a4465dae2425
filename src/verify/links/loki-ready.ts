import { HttpError, type HttpService } from "../../kube/http-service";
import { poll } from "../../kube/poll";
import { Duration } from "../../units";
import type { VerifyContext, VerifyLink } from "../context";
import { askLoki } from "../loki/access";
import { streamsWith } from "../loki/queries";
import { OVERLOADED, REPLAYING, RING, VOLUME } from "../loki-ready/causes";
import { judgeReadiness, type Readiness } from "../loki-ready/judgement";

export const lokiReady: VerifyLink = {
  id: "loki-ready",
  title: "Loki is ready and answers queries",
  after: ["loki-pod"],
  failure: "loki",
  patience: Duration.minutes(1),
  access: (model) => [askLoki(model)],
  creates: false,
  causes: [REPLAYING, RING, VOLUME, OVERLOADED],
  look: async (context, signal) => judgeReadiness(await readinessOf(context, signal), Date.now() / 1_000),
};

async function readinessOf(context: VerifyContext, signal: AbortSignal): Promise<Readiness> {
  const { loki, deployment } = context;
  const says = await poll({
    request: () => errorOf(loki, signal),
    isEnough: (error) => error === null,
    timeout: Duration.seconds(20),
    signal,
  });
  if (says !== null) return { state: "not-ready", says };
  const error = await queryError(loki, `{namespace="${deployment.model.namespace.name}"}`, signal);
  return error === null
    ? { state: "ready", metrics: await context.lokiBefore() }
    : { state: "no-queries", says: error };
}

/** Null where it is ready. */
function errorOf(loki: HttpService, signal: AbortSignal): Promise<string | null> {
  return ownWords(loki.request({ path: "ready", signal }));
}

/** A ready Loki may answer no query: it doesn't ask itself. */
function queryError(loki: HttpService, query: string, signal: AbortSignal): Promise<string | null> {
  return ownWords(streamsWith(loki, query, Duration.minutes(5), signal, 1));
}

/** What Loki says where it answers with an error of its own; null where it doesn't. */
async function ownWords(asked: Promise<unknown>): Promise<string | null> {
  try {
    await asked;
    return null;
  } catch (error) {
    const isLokis = error instanceof HttpError && !error.byProxy && (error.status ?? 0) >= 500;
    if (!isLokis) throw error;
    return `${error.status} ${error.text}`;
  }
}
