import { isTimeout } from "./async";
import type { Connection } from "./connection";
import { readStatus } from "./errors";
import { ConnectionError, type HttpRequestProps, type HttpResponse, httpRequest } from "./http-request";

/** An HTTP service, reached at its own URL or through the API server's proxy. */
export interface HttpService {
  /** The URL, or the path below the API server. */
  readonly at: string;
  /**
   * @returns the body of a 2xx response
   * @throws HttpError for any other response, and if no response arrives or the signal times out
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

/** The service responds with a status other than 2xx, or not at all. */
export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(
    /** The service's own `at`. */
    readonly at: string,
    /** Null if there was no response. */
    readonly status: number | null,
    readonly text: string,
    /** Whether the error comes from the API server's proxy, and not from the service behind it. */
    readonly byProxy: boolean,
  ) {
    super(`${at}: ${status ?? "no answer"}: ${text}`);
  }
}

const TIMED_OUT = "timed out";

/**
 * Returns a service at its own URL. Request paths are relative to the URL's path.
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
      if (isTimeout(request.signal)) throw new HttpError(at, null, TIMED_OUT, false);
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
 * Returns a Service or a pod, reached through the API server's proxy. This needs neither a port-forward nor access to
 * the pod network.
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

/** If the service aborts its response, so does the proxy. The proxy waits for the service for as long as we do. */
async function sendThroughProxy(connection: Connection, at: string, request: ServiceRequest): Promise<HttpResponse> {
  const url = urlOf(`${connection.server}${at}`, request);
  try {
    return await connection.send({ ...messageOf(request), url, signal: request.signal });
  } catch (error) {
    if (error instanceof ConnectionError && error.code === "ECONNRESET")
      throw new HttpError(at, null, error.reason, false);
    if (isTimeout(request.signal)) throw new HttpError(at, null, TIMED_OUT, true);
    throw error;
  }
}

function messageOf(request: ServiceRequest): Pick<HttpRequestProps, "method" | "headers" | "body"> {
  const { method = "GET", body, headers = {} } = request;
  if (body === undefined) return { method, headers, body };
  return { method, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** Appends the request's path to that of the base URL. */
function urlOf(base: string, { path, query = {} }: ServiceRequest): URL {
  const url = new URL(`${base.replace(/\/+$/, "")}/${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value);
  return url;
}

function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status <= 299;
}
