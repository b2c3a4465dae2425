import type { RequestOptions } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import type {
  Configuration,
  HttpLibrary,
  ObservableMiddleware,
  RequestContext,
  ResponseContext,
} from "@kubernetes/client-node";
import { abortable } from "./async";
import { ConnectionError, type HttpRequestProps, type HttpResponse, httpRequest } from "./http-request";

/** A request to the API server, without credentials. */
export type ApiRequest = Omit<HttpRequestProps, "options">;

/** An API server with the credentials for it. */
export class Connection {
  constructor(
    readonly server: string,
    private readonly credentials: () => Promise<RequestOptions>,
  ) {}

  /**
   * Sends a request with credentials. If the API server is too busy (429), retries after the time in Retry-After. The
   * server hasn't processed the request, so a retry is safe for every method.
   * @throws ConnectionError, CredentialsError, or the signal's reason
   */
  async send(request: ApiRequest): Promise<HttpResponse> {
    const { headers: authorization, ...options } = await abortable(this.credentials, request.signal);
    const authorized = { ...request, headers: { ...request.headers, ...asText(authorization) }, options };
    for (let attempt = 1; ; attempt += 1) {
      const response = await httpRequest(authorized);
      const seconds = retryAfter(response);
      if (seconds === null || attempt === MAX_ATTEMPTS) return response;
      await sleep(seconds * 1_000, undefined, { signal: request.signal }).catch(() => request.signal.throwIfAborted());
    }
  }
}

/** The same as client-go's. @see https://github.com/kubernetes/client-go/blob/v0.36.3/rest/request.go */
const MAX_ATTEMPTS = 10;

/** Returns the seconds after which to retry, or null if the response is final. */
function retryAfter({ status, headers }: HttpResponse): number | null {
  const value = headers["retry-after"];
  return status === 429 && value !== undefined && /^\d+$/.test(value) ? Number(value) : null;
}

function asText(headers: RequestOptions["headers"] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** The client library. Its module is loaded only when a command connects to a cluster. */
export type ClientLibrary = typeof import("@kubernetes/client-node");

export type Api<T> = new (configuration: Configuration) => T;

export interface TypedApiProps<T> {
  readonly api: Api<T>;
  readonly connection: Connection;
  readonly signal: AbortSignal;
  readonly middleware: ObservableMiddleware[];
}

/**
 * Creates a typed API of the client library that sends its requests over the connection. The library's own transport
 * (1.4.0) has no connect timeout, so an unreachable host looks like a slow response. It opens a connection for each
 * request, and it doesn't retry after 429. It accepts an abort signal, but its error lacks the signal's reason. Its
 * service proxy methods take neither a query nor a body, so services need this connection anyway.
 * @see docs/decisions/0017
 */
export function typedApi<T>(library: ClientLibrary, { api, connection, signal, middleware }: TypedApiProps<T>): T {
  const baseServer = new library.ServerConfiguration(connection.server, {});
  const httpApi = transport(library, connection, signal);
  return new api(library.createConfiguration({ baseServer, httpApi, middleware }));
}

function transport(library: ClientLibrary, connection: Connection, signal: AbortSignal): HttpLibrary {
  return library.wrapHttpLibrary({ send: (request) => send(library, connection, request, signal) });
}

async function send(
  library: ClientLibrary,
  connection: Connection,
  request: RequestContext,
  signal: AbortSignal,
): Promise<ResponseContext> {
  const url = new URL(request.getUrl());
  const { status, headers, text } = await connection.send({
    url,
    method: request.getHttpMethod(),
    headers: request.getHeaders(),
    body: bodyOf(request),
    signal,
  });
  if (headers["content-type"]?.startsWith("text/html")) throw webPage(url, status);
  return new library.ResponseContext(status, headers, {
    text: async () => text,
    binary: async () => Buffer.from(text),
  });
}

function bodyOf(request: RequestContext): string | undefined {
  const body = request.getBody();
  if (body === undefined || typeof body === "string") return body;
  throw new TypeError("form bodies are not supported");
}

/** Kubernetes responds in JSON. A web page comes from a login page or a load balancer in front of it. */
function webPage({ origin }: URL, status: number): ConnectionError {
  return new ConnectionError(origin, "ERR_WEB_PAGE", `a web page with status ${status}, not Kubernetes' API`);
}
