/** An HTTP server in the cluster. */
export interface Endpoint {
  /** An IP address: a name would also test the cluster's DNS. */
  readonly host: string;
  readonly port: number;
}

export interface Attempt extends Endpoint {
  /** Whether the server answered. */
  readonly isOpen: boolean;
}

/**
 * A function of a script, which tries to connect and writes the result. A blocked connection has no answer, or a reset
 * of the network's agent. So only an answer of the server proves an open one.
 */
const ATTEMPT = `attempt() {
  if printf 'GET / HTTP/1.0\\r\\n\\r\\n' | timeout 6 nc -w 2 "$1" "$2" 2>/dev/null | grep -q HTTP/
  then echo "open $1 $2"
  else echo "closed $1 $2"
  fi
}
`;

/** A script that tries to connect to all of them once, at the same time. */
export function attemptEach(endpoints: readonly Endpoint[]): string {
  return `${ATTEMPT}${endpoints.map(({ host, port }) => `attempt ${host} ${port} &\n`).join("")}wait\n`;
}

/** A script that tries to connect to one of them, again and again. */
export function attemptRepeatedly({ host, port }: Endpoint): string {
  return `${ATTEMPT}while true; do attempt ${host} ${port}; sleep 1; done\n`;
}

const RESULT = /^(open|closed) (\S+) (\d+)$/gm;

/** The results in the log of such a script, in their order. */
export function attemptsIn(log: string): readonly Attempt[] {
  return [...log.matchAll(RESULT)].map(([, result, host = "", port]) => ({
    host,
    port: Number(port),
    isOpen: result === "open",
  }));
}
