import type { RequestOptions } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { abortable } from "./abortable";
import { type Answer, type Exchange, exchange } from "./http-request";

/** What is sent to an API server: who asks is added on the way. */
export type Message = Omit<Exchange, "options">;

/** An API server, and who asks it. */
export class Connection {
  constructor(
    readonly server: string,
    private readonly credentials: () => Promise<RequestOptions>,
  ) {}

  /**
   * Sends a message, again where the API server is too busy and says when: it has done nothing yet.
   * @throws ConnectionError, CredentialsFailure, and the signal's reason
   */
  async send(message: Message): Promise<Answer> {
    const { headers: identity, ...options } = await abortable(this.credentials, message.signal);
    const asked = { ...message, headers: { ...message.headers, ...texts(identity) }, options };
    for (let times = 1; ; times += 1) {
      const answer = await exchange(asked);
      const wait = waitOf(answer);
      if (wait === null || times === MOST_TIMES) return answer;
      await sleep(wait * 1_000, undefined, { signal: message.signal }).catch(() => message.signal.throwIfAborted());
    }
  }
}

/** As Kubernetes' own client does. @see https://github.com/kubernetes/client-go/blob/v0.36.3/rest/request.go */
const MOST_TIMES = 10;

/** The seconds after which to ask again; null where there is no use in that. */
function waitOf({ status, headers }: Answer): number | null {
  const after = headers["retry-after"];
  return status === 429 && after !== undefined && /^\d+$/.test(after) ? Number(after) : null;
}

function texts(headers: RequestOptions["headers"] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
