import { isNativeError } from "node:util/types";
import { CredentialsError } from "../../kube/credentials";
import { statusOf } from "../../kube/errors";
import { ConnectionError } from "../../kube/http-request";
import { HttpError } from "../../kube/http-service";
import { cause } from "../cause";
import { type Outcome, skipped, slow } from "../outcome";
import { API_SERVER_ERRORS, explainCredentialsError, explainStatus } from "./api-server-errors";
import { CONNECTION_ERRORS, explainConnectionError } from "./connection-errors";
import { PROXY_ERRORS, type ServiceReader } from "./proxy-errors";
import { failedBy, type RequestError, requestError } from "./request-error";
import { explainHttpError, SERVICE_ERRORS } from "./service-errors";

const timeout = requestError({
  title: "No answer in time",
  failure: null,
  expected: "an answer in time",
  causes: { slow },
});

const notJson = requestError({
  title: "The answer is not JSON",
  failure: null,
  expected: "an answer in JSON",
  causes: {
    otherProgram: cause(
      "Another program, such as a gateway with a login page, answers at the address.",
      "npm run verify -- --only api-server",
    ),
  },
});

/** All errors of requests that are explained, for the troubleshooting page. */
export const REQUEST_ERRORS: readonly RequestError[] = [
  ...CONNECTION_ERRORS,
  ...API_SERVER_ERRORS,
  ...PROXY_ERRORS,
  ...SERVICE_ERRORS,
  timeout,
  notJson,
];

export interface ExplainProps {
  /** The word after "npm run", for commands in the next steps. */
  readonly command: string;
  readonly cluster: ServiceReader;
  readonly signal: AbortSignal;
}

/**
 * Explains the error of a request that a diagnostic made.
 * @throws the error itself if no request raises it: a bug of this program is no finding about the cluster
 */
export async function explainError(error: unknown, { command, cluster, signal }: ExplainProps): Promise<Outcome> {
  if (error instanceof ConnectionError) return explainConnectionError(error);
  if (error instanceof CredentialsError) return explainCredentialsError(error);
  if (error instanceof HttpError) return explainHttpError(error, command, cluster, signal);
  const status = statusOf(error);
  if (status !== null) return explainStatus(status, command);
  return explainOther(error);
}

function explainOther(error: unknown): Outcome {
  const { name, message } = named(error);
  if (name === "AbortError") return skipped("the run was interrupted");
  if (name === "TimeoutError") return failedBy(timeout, "no answer in time", [slow()]);
  // Only answers are parsed while a cluster is examined.
  if (name === "SyntaxError") return failedBy(notJson, message, [notJson.causes.otherProgram()]);
  throw error;
}

/** The reason of an aborted signal is not an instance of every realm's Error, such as Jest's. */
function named(error: unknown): { readonly name: string; readonly message: string } {
  if (isNativeError(error) || error instanceof DOMException) return error;
  return { name: "", message: "" };
}
