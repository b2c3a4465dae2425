import { isNativeError } from "node:util/types";
import { CredentialsError } from "../kube/credentials";
import { statusOf } from "../kube/errors";
import { ConnectionError } from "../kube/http-request";
import { HttpError } from "../kube/http-service";
import type { Link } from "./diagnostic";
import { FORBIDDEN } from "./explain-error/forbidden";
import { explainNoCredentials, IDENTITY } from "./explain-error/identity";
import { explainNoAnswer, NO_ANSWER } from "./explain-error/no-answer";
import { explainHttpFailure, SERVICE } from "./explain-error/service";
import { explainStatus, STATUS } from "./explain-error/status";
import { oneLine, type Trouble } from "./explain-error/trouble";
import { broken, notMeasured, type Outcome } from "./outcome";

/** All that can be wrong with any link. */
export const TROUBLES: readonly Trouble[] = [...NO_ANSWER, ...IDENTITY, ...FORBIDDEN, ...STATUS, ...SERVICE];

/**
 * What it means for a link that asking ended with an error.
 * @throws the error itself where it is none that asking has: a mistake in this program says nothing of the cluster, and
 * as a broken link it would send people to look for one there
 */
export function explain(error: unknown, link: Link<never>): Outcome {
  if (error instanceof ConnectionError) return explainNoAnswer(error);
  if (error instanceof CredentialsError) return explainNoCredentials(error);
  if (error instanceof HttpError) return explainHttpFailure(error, link.causes);
  const status = statusOf(error);
  if (status !== null) return explainStatus(status, link.causes);
  return explainEnd(error, link) ?? fail(error);
}

/** What ends an answer without being one. */
function explainEnd(error: unknown, { causes }: Link<never>): Outcome | null {
  const { name, message } = named(error);
  if (name === "AbortError") return notMeasured("the run was ended before");
  if (name === "TimeoutError") return broken({ found: "nothing in time", expected: "an answer in time", causes });
  // Only JSON is read from text while a cluster is asked.
  if (name === "SyntaxError")
    return broken({ found: oneLine(`no JSON: ${message}`), expected: "an answer in JSON", causes });
  return null;
}

/** An aborted signal's reason is no Error in every world that has one, such as Jest's. */
function named(error: unknown): { readonly name: string; readonly message: string } {
  if (isNativeError(error) || error instanceof DOMException) return error;
  return { name: "", message: "" };
}

function fail(error: unknown): never {
  throw error;
}
