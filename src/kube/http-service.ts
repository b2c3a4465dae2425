import { isTimeout } from "./async";
import type { Connection } from "./connection";
import { readStatus } from "./errors";
import { ConnectionError, type HttpRequestProps, type HttpResponse, httpRequest } from "./http-request";

/** A service that answers over HTTP: at its own URL, or through the API server's proxy. */
export interface HttpService {
  /** The URL, or the path below the API server. */
  readonly at: string;
  /**
   * @returns the body of an answer with status 2xx
   * @throws HttpError for any other answer, and for no answer, also if the signal's timeout has passed
   * @throws ConnectionError if the API server in front of the service is unreachable
   */
  request(request: ServiceRequest): Promise<string>;
}

export interface ServiceRequest {
  /** Without a leading slash, such as "loki/api/v1/labels". */
  readonly path: string;
  readonly signal: AbortSignal;
  /** @default - GET */
  readonly method?: "GET" | "POST" | "DELETE";
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The service answers with another status than 2xx, or not at all. */
export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(
    /** The service's own `at`. */
    readonly at: string,
    /** Null if there was no answer. */
    readonly status: number | null,
    readonly text: string,
    /** Whether the API server's proxy answers, and not the service behind it. */
    readonly byProxy: boolean,
  ) {
    super(`${at}: ${status ?? "no answer"}: ${text}`);
  }
}

const LATE = "nothing in time";

/**
 * A service at its own URL. Requests are relative to the URL's path.
 * @param headers sent with every request, such as Authorization
 */
export function directService(at: string, headers: Readonly<Record<string, string>> = {}): HttpService {
  return { at, request: (request) => requestDirectly(at, headers, request) };
}

async function requestDirectly(
  at: string,
  headers: Readonly<Record<string, string>>,
  request: ServiceRequest,
): Promise<string> {
  const message = messageOf({ ...request, headers: { ...headers, ...request.headers } });
  const url = urlOf(at, request);
  const response = await httpRequest({ ...message, url, options: {}, signal: request.signal }).catch(
    (error: unknown) => {
      if (error instanceof ConnectionError) throw new HttpError(at, null, error.reason, false);
      if (isTimeout(request.signal)) throw new HttpError(at, null, LATE, false);
      throw error;
    },
  );
  if (!isSuccess(response)) throw new HttpError(at, response.status, response.text, false);
  return response.text;
}

export interface ProxiedTarget {
  readonly namespace: string;
  readonly kind: "services" | "pods";
  readonly name: string;
  readonly port: number;
}

/**
 * A Service or a pod, through the API server's proxy. It needs neither a port-forward nor access to the pod network.
 * @see https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/
 */
export function proxiedService(connection: Connection, { namespace, kind, name, port }: ProxiedTarget): HttpService {
  const path = `/api/v1/namespaces/${namespace}/${kind}/${name}:${port}/proxy`;
  return { at: path, request: (request) => requestThroughProxy(connection, path, request) };
}

async function requestThroughProxy(connection: Connection, at: string, request: ServiceRequest): Promise<string> {
  const response = await sendThroughProxy(connection, at, request);
  if (isSuccess(response)) return response.text;
  throw new HttpError(at, response.status, response.text, readStatus(response.text) !== null);
}

/** If the service breaks off its answer, the proxy breaks off its own. The proxy waits as long for the service as we do. */
async function sendThroughProxy(connection: Connection, at: string, request: ServiceRequest): Promise<HttpResponse> {
  const url = urlOf(`${connection.server}${at}`, request);
  try {
    return await connection.send({ ...messageOf(request), url, signal: request.signal });
  } catch (error) {
    if (error instanceof ConnectionError && error.code === "ECONNRESET")
      throw new HttpError(at, null, error.reason, false);
    if (isTimeout(request.signal)) throw new HttpError(at, null, LATE, true);
    throw error;
  }
}

function messageOf(request: ServiceRequest): Pick<HttpRequestProps, "method" | "headers" | "body"> {
  const { method = "GET", body, headers = {} } = request;
  if (body === undefined) return { method, headers, body };
  return { method, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** Appends to the base's own path. */
function urlOf(base: string, { path, query = {} }: ServiceRequest): URL {
  const url = new URL(`${base.replace(/\/+$/, "")}/${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value);
  return url;
}

function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status <= 299;
}
