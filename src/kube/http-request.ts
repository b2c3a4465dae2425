import { setMaxListeners } from "node:events";
import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { type RequestOptions, request as requestHttps } from "node:https";
import { text } from "node:stream/consumers";
import { isNativeError } from "node:util/types";
import { Duration } from "../units";

export interface HttpRequestProps {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Certificates, and the agent that keeps connections open. */
  readonly options: RequestOptions;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The server is unreachable, closes the connection, or presents an untrusted certificate. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";

  constructor(
    /** Scheme, host and port. */
    readonly at: string,
    /** The error code of Node or OpenSSL, such as "ECONNREFUSED" or "CERT_HAS_EXPIRED". */
    readonly code: string,
    readonly reason: string,
  ) {
    super(`${at}: ${reason}`);
  }
}

/** Linux retransmits an unanswered SYN for two minutes. A reachable host responds within a second. */
export const CONNECT_TIMEOUT = Duration.seconds(8);

/**
 * Sends a request and returns its response, whatever its status.
 * @throws ConnectionError if no response arrives
 * @throws the signal's reason if it aborts
 */
export async function httpRequest(props: HttpRequestProps): Promise<HttpResponse> {
  // Many requests listen to the same signal. By default Node warns of a memory leak.
  setMaxListeners(0, props.signal);
  try {
    return await send(props);
  } catch (error) {
    props.signal.throwIfAborted();
    throw connectionError(props.url.origin, error);
  }
}

function send(props: HttpRequestProps): Promise<HttpResponse> {
  const { url, method, headers, body, options, signal } = props;
  return new Promise((resolve, reject) => {
    const start = url.protocol === "http:" ? requestHttp : requestHttps;
    const request = start(url, { ...options, method, headers: { ...headers, ...contentLength(body) }, signal });
    request.on("error", (error) => (isStale(request, error) ? resolve(send(props)) : reject(error)));
    request.on("response", (response) => read(response).then(resolve, reject));
    limitConnecting(request);
    request.end(body);
  });
}

async function read(response: IncomingMessage): Promise<HttpResponse> {
  const { statusCode = 0, headersDistinct } = response;
  return { status: statusCode, headers: joined(headersDistinct), text: await text(response) };
}

/** Returns whether the server closed an idle connection just before its reuse. Only GET is safe to retry. */
function isStale({ reusedSocket, method }: ClientRequest, error: NodeJS.ErrnoException): boolean {
  return reusedSocket && method === "GET" && error.code === "ECONNRESET";
}

/** Node emits "finish" when the request is written, which needs an established connection. */
function limitConnecting(request: ClientRequest): void {
  request.on("socket", () => {
    const timer = setTimeout(() => request.destroy(new ConnectTimeout()), CONNECT_TIMEOUT.toMilliseconds());
    request.on("finish", () => clearTimeout(timer)).on("close", () => clearTimeout(timer));
  });
}

/** Node omits the length for methods that usually have no body, such as DELETE. */
function contentLength(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
}

function joined(headers: NodeJS.Dict<string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, values = []]) => [name, values.join(", ")]));
}

class ConnectTimeout extends Error {
  readonly code = "ETIMEDOUT";

  constructor() {
    super(`no connection within ${CONNECT_TIMEOUT}`);
  }
}

function connectionError(at: string, error: unknown): ConnectionError {
  if (!isNativeError(error)) return new ConnectionError(at, "", String(error));
  const code = "code" in error ? String(error.code) : "";
  // If a name has several addresses, Node's AggregateError has a code and an empty message.
  return new ConnectionError(at, code, error.message === "" ? code : error.message);
}
