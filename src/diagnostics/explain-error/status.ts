import type { Status } from "../../kube/errors";
import type { Cause } from "../cause";
import type { Broken } from "../outcome";
import { explainForbidden } from "./forbidden";
import { explainUnauthorized } from "./identity";
import { brokenBy, oneLine, type Trouble } from "./trouble";

const absent: Trouble = {
  title: "The API server has no such object (404)",
  failure: null,
  expected: "the object",
  causes: [
    { cause: "Nothing is deployed there yet, or under another name.", next: "npm run diff" },
    { cause: "The context is that of another cluster.", next: "kubectl config current-context" },
  ],
};

const denied: Trouble = {
  title: "The API server refuses an object",
  failure: null,
  expected: "an object that the cluster lets in",
  causes: [
    {
      cause: "A quota, a limit range, the Pod Security level or a policy doesn't let it in: its words are above.",
      next: "npm run preflight",
    },
  ],
};

const conflict: Trouble = {
  title: "The API server has another object of the same name (409)",
  failure: null,
  expected: "no such object",
  causes: [
    {
      cause: "Another run is under way, or one was killed before it could clean up.",
      next: "wait until the other run has ended, or remove the object",
    },
  ],
};

const busy: Trouble = {
  title: "The API server has too much to do (429)",
  failure: "unreachable",
  expected: "an answer",
  causes: [
    {
      cause: "Others ask more than it can answer.",
      next: "kubectl get --raw /debug/api_priority_and_fairness/dump_priority_levels",
    },
  ],
};

const ill: Trouble = {
  title: "The API server answers with an error of its own (5xx)",
  failure: "unreachable",
  expected: "an answer",
  causes: [
    {
      cause: "It doesn't reach etcd, or is starting or ending.",
      next: "kubectl get --raw '/readyz?verbose'",
    },
    {
      cause: "A webhook that it has to ask doesn't answer.",
      next: "kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations",
    },
  ],
};

export const STATUS: readonly Trouble[] = [absent, denied, conflict, busy, ill];

/** What the API server itself says. */
export function explainStatus({ code, message }: Status, others: readonly Cause[]): Broken {
  if (code === 401) return explainUnauthorized();
  const found = oneLine(`${code}: ${message}`);
  if (code === 403) return explainForbidden(message) ?? brokenBy(denied, { found, others });
  if (code === 404) return brokenBy(absent, { found, others });
  if (code === 409) return brokenBy(conflict, { found, others });
  if (code === 429) return brokenBy(busy, { found });
  return code >= 500 ? brokenBy(ill, { found }) : brokenBy(denied, { found, others });
}
