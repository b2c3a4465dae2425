import { setMaxListeners } from "node:events";
import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { type RequestOptions, request as requestHttps } from "node:https";
import { text } from "node:stream/consumers";
import { isNativeError } from "node:util/types";
import { Duration } from "../units";

export interface Exchange {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Certificates, and the agent that keeps connections. */
  readonly options: RequestOptions;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Nothing answers at an address, or no one who could be believed. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";

  constructor(
    /** Scheme, host and port. */
    readonly at: string,
    /** Node's or OpenSSL's word for it: "ECONNREFUSED", "CERT_HAS_EXPIRED". */
    readonly code: string,
    readonly reason: string,
  ) {
    super(`${at}: ${reason}`);
  }
}

/** A packet that nobody answers is sent again for two minutes; a host that is there takes a second at most. */
export const CONNECTING = Duration.seconds(8);

/**
 * One request and its answer, whatever its status.
 * @throws ConnectionError where none comes
 * @throws the signal's reason where that ends it
 */
export async function exchange(props: Exchange): Promise<Answer> {
  // One signal ends many requests, which Node would take for a leak.
  setMaxListeners(0, props.signal);
  try {
    return await send(props);
  } catch (error) {
    props.signal.throwIfAborted();
    throw noAnswer(props.url.origin, error);
  }
}

function send(props: Exchange): Promise<Answer> {
  const { url, method, headers, body, options, signal } = props;
  return new Promise((resolve, reject) => {
    const start = url.protocol === "http:" ? requestHttp : requestHttps;
    const request = start(url, { ...options, method, headers: { ...headers, ...lengthOf(body) }, signal });
    request.on("error", (error) => (wasStale(request, error) ? resolve(send(props)) : reject(error)));
    request.on("response", (response) => read(response).then(resolve, reject));
    limitConnecting(request);
    request.end(body);
  });
}

async function read(response: IncomingMessage): Promise<Answer> {
  const { statusCode = 0, headersDistinct } = response;
  return { status: statusCode, headers: single(headersDistinct), text: await text(response) };
}

/** The other side had ended a kept connection just before. What changes something isn't asked twice. */
function wasStale({ reusedSocket, method }: ClientRequest, error: NodeJS.ErrnoException): boolean {
  return reusedSocket && method === "GET" && error.code === "ECONNRESET";
}

/** What is written is written only once there is a connection. */
function limitConnecting(request: ClientRequest): void {
  request.on("socket", () => {
    const late = setTimeout(() => request.destroy(new Unconnected()), CONNECTING.toMilliseconds());
    request.on("finish", () => clearTimeout(late)).on("close", () => clearTimeout(late));
  });
}

/** Node leaves the length out where a method usually has no body, such as DELETE. */
function lengthOf(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
}

function single(headers: NodeJS.Dict<string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, values = []]) => [name, values.join(", ")]));
}

class Unconnected extends Error {
  readonly code = "ETIMEDOUT";

  constructor() {
    super(`no connection within ${CONNECTING}`);
  }
}

function noAnswer(at: string, error: unknown): ConnectionError {
  if (!isNativeError(error)) return new ConnectionError(at, "", String(error));
  const code = "code" in error ? String(error.code) : "";
  // Where a name has several addresses, the error of all attempts has a code and no words.
  return new ConnectionError(at, code, error.message === "" ? code : error.message);
}
