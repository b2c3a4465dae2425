import type { Connection } from "./connection";
import { addressOf, isGood, messageOf } from "./http-message";
import { type Answer, ConnectionError } from "./http-request";
import { HttpError, type HttpRequest, type HttpService } from "./http-service";
import { readStatus } from "./status";
import { isTimeOut, LATE } from "./timeout";

export interface Proxied {
  readonly namespace: string;
  readonly kind: "services" | "pods";
  readonly name: string;
  readonly port: number;
}

/** A Service or a pod, through the API server's proxy: no port-forward, and no way into the pods' network. */
export function proxiedService(connection: Connection, { namespace, kind, name, port }: Proxied): HttpService {
  const path = `/api/v1/namespaces/${namespace}/${kind}/${name}:${port}/proxy`;
  return { at: path, request: (request) => ask(connection, path, request) };
}

async function ask(connection: Connection, at: string, request: HttpRequest): Promise<string> {
  const answer = await send(connection, at, request);
  if (isGood(answer)) return answer.text;
  throw new HttpError(at, answer.status, answer.text, readStatus(answer.text) !== null);
}

/** Where the service breaks its answer off, the proxy does the same to its own; and it waits for the service as long as we do. */
async function send(connection: Connection, at: string, request: HttpRequest): Promise<Answer> {
  const url = addressOf(`${connection.server}${at}`, request);
  try {
    return await connection.send({ ...messageOf(request), url, signal: request.signal });
  } catch (error) {
    if (error instanceof ConnectionError && error.code === "ECONNRESET")
      throw new HttpError(at, null, error.reason, false);
    if (isTimeOut(request.signal)) throw new HttpError(at, null, LATE, true);
    throw error;
  }
}
