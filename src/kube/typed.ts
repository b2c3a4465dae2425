import type {
  Configuration,
  HttpLibrary,
  ObservableMiddleware,
  RequestContext,
  ResponseContext,
} from "@kubernetes/client-node";
import type { Connection } from "./connection";
import { ConnectionError } from "./http-request";

/** The client library, which is loaded only where a cluster is asked. */
export type Client = typeof import("@kubernetes/client-node");

type Api<T> = new (configuration: Configuration) => T;

/**
 * The client library's typed APIs, whose requests end with a signal. The library's own way to send takes none, and waits
 * for a host that isn't there as long as the machine does.
 */
export function typedApis(client: Client, connection: Connection) {
  const baseServer = new client.ServerConfiguration(connection.server, {});
  return <T>(api: Api<T>, signal: AbortSignal, ...middleware: ObservableMiddleware[]): T =>
    new api(client.createConfiguration({ baseServer, httpApi: sending(client, connection, signal), middleware }));
}

function sending(client: Client, connection: Connection, signal: AbortSignal): HttpLibrary {
  return client.wrapHttpLibrary({ send: (request) => send(client, connection, request, signal) });
}

async function send(
  client: Client,
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
  return new client.ResponseContext(status, headers, { text: async () => text, binary: async () => Buffer.from(text) });
}

function bodyOf(request: RequestContext): string | undefined {
  const body = request.getBody();
  if (body === undefined || typeof body === "string") return body;
  throw new TypeError("none of the requests sends a form");
}

/** Kubernetes answers with JSON; a page comes from a login or a load balancer in front of it. */
function webPage({ origin }: URL, status: number): ConnectionError {
  return new ConnectionError(origin, "ERR_WEB_PAGE", `a web page with status ${status}, not Kubernetes' API`);
}
