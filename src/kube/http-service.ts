/** Something that answers over HTTP: by a URL of its own, or through the API server's proxy. */
export interface HttpService {
  /** Where it was asked, as a person finds it. */
  readonly at: string;
  /**
   * @returns what it answers with a status of 2xx
   * @throws HttpError for every other answer, and for none, also where the signal's time is over
   * @throws ConnectionError where it stands behind an API server that doesn't answer
   */
  request(request: HttpRequest): Promise<string>;
}

export interface HttpRequest {
  /** Without a slash in front: "loki/api/v1/labels". */
  readonly path: string;
  readonly signal: AbortSignal;
  /** @default - GET */
  readonly method?: "GET" | "POST" | "DELETE";
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that is none. */
export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(
    readonly at: string,
    /** Null where nothing answered. */
    readonly status: number | null,
    readonly text: string,
    /** Whether the API server's proxy said so, and not who stands behind it. */
    readonly byProxy: boolean,
  ) {
    super(`${at}: ${status ?? "no answer"}: ${text}`);
  }
}
