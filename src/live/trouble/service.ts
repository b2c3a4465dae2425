import type { Cause, Names } from "../cause";
import { readStatus, type Status } from "../cluster/status";
import type { HttpFailure } from "../http-service";
import type { Broken } from "../outcome";
import { PROXY, troubleOfProxy } from "./proxy";
import { explainStatus } from "./status";
import { brokenBy, oneLine, type Trouble } from "./trouble";

const ANSWER = { failure: null, wanted: "an answer" } as const;

const silent: Trouble = {
  ...ANSWER,
  title: "A service doesn't answer at its URL",
  causes: [
    { cause: "The URL is wrong, or leads nowhere from this machine.", next: "curl --max-time 10 <at>" },
    { cause: "The service is down.", next: "kubectl get pods --all-namespaces" },
  ],
};

const brokenOff: Trouble = {
  ...ANSWER,
  title: "A service behind the API server's proxy breaks its answer off",
  causes: [
    {
      cause: "It ends, or is started again, at this moment.",
      next: "kubectl --namespace <namespace> get pods --watch",
    },
    {
      cause: "It needs more memory for the answer than its limit, and is killed.",
      next: "kubectl --namespace <namespace> describe pods",
    },
    { cause: "The API server itself ends at this moment.", next: "kubectl get --raw '/readyz?verbose'" },
  ],
};

const unknownCaller: Trouble = {
  ...ANSWER,
  title: "A service asks for credentials (401, 403)",
  causes: [
    {
      cause: "A gateway in front of it wants to know who asks: a header can be sent along.",
      next: "npm run <command> -- --help",
    },
    {
      cause: "The API server's proxy lets no Authorization header through: it needs a direct URL.",
      next: "npm run <command> -- --help",
    },
  ],
};

const otherProgram: Trouble = {
  ...ANSWER,
  title: "A service doesn't know the path that it is asked for (404)",
  causes: [
    {
      cause: "Another program than the one that is meant answers at this address.",
      next: "kubectl --namespace <namespace> get service <service> --output yaml",
    },
    { cause: "It serves its paths below a prefix, which the URL leaves out.", next: "curl --max-time 10 <at>" },
  ],
};

const overwhelmed: Trouble = {
  ...ANSWER,
  title: "A service has too much to do (429)",
  causes: [
    {
      cause: "Others ask more than its limits let through.",
      next: "kubectl --namespace <namespace> logs service/<service>",
    },
  ],
};

const ill: Trouble = {
  ...ANSWER,
  title: "A service answers with an error of its own (5xx)",
  causes: [
    {
      cause: "It is starting or ending, or one of its parts fails: its words are above.",
      next: "kubectl --namespace <namespace> logs service/<service> --tail 50",
    },
  ],
};

const unwilling: Trouble = {
  ...ANSWER,
  title: "A service refuses the request (another 4xx, or a redirect)",
  causes: [
    {
      cause:
        "It is of another version than the one that the plan deploys, or a gateway in front of it changes requests.",
      next: "kubectl --namespace <namespace> describe service <service>",
    },
  ],
};

export const SERVICE: readonly Trouble[] = [...PROXY, silent, unknownCaller, otherProgram, overwhelmed, ill, unwilling];

export function explainHttpFailure(failure: HttpFailure, others: readonly Cause[]): Broken {
  const status = failure.byProxy ? readStatus(failure.text) : null;
  return status === null ? byService(failure, others) : byProxy(failure, status, others);
}

function byService({ at, status, text }: HttpFailure, others: readonly Cause[]): Broken {
  return brokenBy(troubleOf(status, at), {
    found: `${at}: ${status ?? "no answer"}${text === "" ? "" : `: ${oneLine(text)}`}`,
    names: namesOf(at),
    others,
  });
}

function troubleOf(status: number | null, at: string): Trouble {
  if (status === null) return at.startsWith("/") ? brokenOff : silent;
  if (status === 401 || status === 403) return unknownCaller;
  if (status === 404) return otherProgram;
  if (status === 429) return overwhelmed;
  return status >= 500 ? ill : unwilling;
}

function byProxy({ at }: HttpFailure, status: Status, others: readonly Cause[]): Broken {
  const trouble = troubleOfProxy(status);
  if (trouble === null) return explainStatus(status, others);
  return brokenBy(trouble, { found: oneLine(status.message), names: namesOf(at), others });
}

/** The parts of a proxy's path; of another URL there is only the whole. */
function namesOf(at: string): Names {
  const { namespace, service, port } =
    /^\/api\/v1\/namespaces\/(?<namespace>[^/]+)\/(?:services|pods)\/(?<service>[^/:]+):(?<port>\d+)\/proxy$/.exec(at)
      ?.groups ?? {};
  if (namespace === undefined || service === undefined || port === undefined) return { at };
  return { at, namespace, service, port };
}
