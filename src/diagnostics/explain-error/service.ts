import { readStatus, type Status } from "../../kube/errors";
import type { HttpError } from "../../kube/http-service";
import type { Cause, Names } from "../cause";
import type { Broken } from "../outcome";
import { lost, PROXY, troubleOfProxy } from "./proxy";
import { brokenOff, ill, otherProgram, overwhelmed, silent, unknownCaller, unwilling } from "./service-answers";
import { explainStatus } from "./status";
import { brokenBy, oneLine, type Trouble } from "./trouble";

export const SERVICE: readonly Trouble[] = [
  ...PROXY,
  silent,
  brokenOff,
  unknownCaller,
  otherProgram,
  overwhelmed,
  ill,
  unwilling,
];

export function explainHttpFailure(failure: HttpError, others: readonly Cause[]): Broken {
  const status = failure.byProxy ? readStatus(failure.text) : null;
  return status === null ? byService(failure, others) : byProxy(failure, status, others);
}

function byService(failure: HttpError, others: readonly Cause[]): Broken {
  const { at, status, text } = failure;
  return brokenBy(troubleOf(failure), {
    found: `${at}: ${status ?? "no answer"}${text === "" ? "" : `: ${oneLine(text)}`}`,
    names: namesOf(at),
    others,
  });
}

function troubleOf({ at, status, byProxy }: HttpError): Trouble {
  if (status === null && byProxy) return lost;
  if (status === null) return at.startsWith("/") ? brokenOff : silent;
  if (status === 401 || status === 403) return unknownCaller;
  if (status === 404) return otherProgram;
  if (status === 429) return overwhelmed;
  return status >= 500 ? ill : unwilling;
}

function byProxy({ at }: HttpError, status: Status, others: readonly Cause[]): Broken {
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
