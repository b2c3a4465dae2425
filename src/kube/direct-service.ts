import { addressOf, isGood, messageOf } from "./http-message";
import { ConnectionError, exchange } from "./http-request";
import { HttpError, type HttpRequest, type HttpService } from "./http-service";
import { isTimeOut, LATE } from "./timeout";

/**
 * A service by a URL of its own, whose path stays in front of what is asked.
 * @param headers sent with every request, such as Authorization
 */
export function directService(at: string, headers: Readonly<Record<string, string>> = {}): HttpService {
  return { at, request: (request) => ask(at, headers, request) };
}

async function ask(at: string, headers: Readonly<Record<string, string>>, request: HttpRequest): Promise<string> {
  const message = messageOf({ ...request, headers: { ...headers, ...request.headers } });
  const answer = await exchange({
    ...message,
    url: addressOf(at, request),
    options: {},
    signal: request.signal,
  }).catch((error: unknown) => {
    if (error instanceof ConnectionError) throw new HttpError(at, null, error.reason, false);
    if (isTimeOut(request.signal)) throw new HttpError(at, null, LATE, false);
    throw error;
  });
  if (!isGood(answer)) throw new HttpError(at, answer.status, answer.text, false);
  return answer.text;
}
