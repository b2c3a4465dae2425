import type { RequestOptions } from "node:https";
import { type Answer, type Exchange, exchange } from "../exchange";

/** What is sent to an API server: who asks is added on the way. */
export type Message = Omit<Exchange, "options">;

/** An API server, and who asks it. */
export class Connection {
  constructor(
    readonly server: string,
    private readonly credentials: () => Promise<RequestOptions>,
  ) {}

  /** @throws NoAnswer, CredentialsFailure, and the signal's reason */
  async send(message: Message): Promise<Answer> {
    const { headers: identity, ...options } = await this.credentials();
    return exchange({ ...message, headers: { ...message.headers, ...texts(identity) }, options });
  }
}

function texts(headers: RequestOptions["headers"] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
