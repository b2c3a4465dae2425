import { createHash } from "node:crypto";
import { isPlainObject } from "../../src/settings/plain-object";

/** A tag of an image in a registry. */
export interface TaggedImage {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

/** The manifests that list an image's platforms. */
const INDEXES = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];

/** Docker Hub's API has another host than its image references. */
const HOSTS: Readonly<Record<string, string>> = { "docker.io": "registry-1.docker.io" };

const TIMEOUT_MS = 30_000;

/**
 * Returns the digest of a tag's index, which covers all platforms. The digest is computed from the content.
 * @throws Error if the registry can't be reached, or has no index for the tag
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests
 */
export async function resolveDigest(image: TaggedImage): Promise<string> {
  const address = `${origin(image.registry)}/v2/${image.repository}/manifests/${image.tag}`;
  const response = await authorized(address);
  const type = response.headers.get("content-type")?.split(";")[0] ?? "";
  if (!INDEXES.includes(type)) throw new Error(`${address}: got ${type || "no type"}, expected an index of platforms`);
  const digest = `sha256:${createHash("sha256")
    .update(Buffer.from(await response.arrayBuffer()))
    .digest("hex")}`;
  const claimed = response.headers.get("docker-content-digest");
  if (claimed !== null && claimed !== digest)
    throw new Error(`${address}: the registry calls it ${claimed}, but its content is ${digest}`);
  return digest;
}

function origin(registry: string): string {
  const host = HOSTS[registry] ?? registry;
  return `${/^(localhost|127\.0\.0\.1)(:|$)/.test(host) ? "http" : "https"}://${host}`;
}

/** Requests a manifest. If the registry asks for a token, requests an anonymous one first. */
async function authorized(address: string): Promise<Response> {
  const first = await request(address, {});
  if (first.status !== 401) return successful(address, first);
  const token = await anonymousToken(address, first.headers.get("www-authenticate") ?? "");
  return successful(address, await request(address, { authorization: `Bearer ${token}` }));
}

/** @see https://distribution.github.io/distribution/spec/auth/token/ */
async function anonymousToken(address: string, challenge: string): Promise<string> {
  const parameters = new Map([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  const realm = parameters.get("realm");
  if (!challenge.startsWith("Bearer ") || realm === undefined)
    throw new Error(`${address}: the registry requires credentials`);
  const url = new URL(realm);
  for (const name of ["service", "scope"]) {
    const value = parameters.get(name);
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const answer = await successful(realm, await request(url.href, {})).text();
  const token = tokenOf(JSON.parse(answer));
  if (token === null) throw new Error(`${realm}: the answer contains no token`);
  return token;
}

function tokenOf(answer: unknown): string | null {
  if (!isPlainObject(answer)) return null;
  const token = answer["token"] ?? answer["access_token"];
  return typeof token === "string" ? token : null;
}

function successful(address: string, response: Response): Response {
  if (!response.ok) throw new Error(`${address}: HTTP status ${response.status}`);
  return response;
}

async function request(address: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  try {
    return await fetch(address, {
      headers: { accept: INDEXES.join(", "), ...headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw new Error(`${address}: unreachable (${reasonOf(error)})`);
  }
}

/** The message of Node is "fetch failed"; the code of the cause has the reason. */
function reasonOf(error: unknown): string {
  const code = field(field(error, "cause"), "code");
  return typeof code === "string" ? code : String(error);
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
