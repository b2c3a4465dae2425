import { mapConcurrent } from "../../kube/async";
import { HttpError, type HttpService } from "../../kube/http-service";
import { Json } from "../../kube/json";

const AT_ONCE = 5;

/** How Loki writes queries: two that it writes alike are the same. Each is asked for once. */
export class Notation {
  private readonly known = new Map<string, string | null>();

  constructor(private readonly loki: HttpService) {}

  /** @returns what Loki writes, by the query; without those that it can't read, as it can't every one of its own */
  async of(queries: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const expected = [...new Set(queries)];
    const unknown = expected.filter((query) => !this.known.has(query));
    await mapConcurrent(unknown, AT_ONCE, async (query) => this.known.set(query, await this.ask(query, signal)));
    return new Map(expected.flatMap((query) => asPair(query, this.known.get(query) ?? null)));
  }

  private async ask(query: string, signal: AbortSignal): Promise<string | null> {
    try {
      const answer = await this.loki.request({ path: "loki/api/v1/format_query", query: { query }, signal });
      return Json.parse(answer).at("data").text;
    } catch (error) {
      if (error instanceof HttpError && !error.byProxy && error.status === 400) return null;
      throw error;
    }
  }
}

function asPair(query: string, written: string | null): readonly (readonly [string, string])[] {
  return written === null ? [] : [[query, written]];
}
