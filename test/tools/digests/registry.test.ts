import { createHash } from "node:crypto";
import type { RequestListener, ServerResponse } from "node:http";
import { resolveDigest, type TaggedImage } from "../../../tools/digests/registry";
import { withServer } from "../../helpers/server";

const INDEX = JSON.stringify({ schemaVersion: 2, manifests: [] });
const DIGEST = `sha256:${createHash("sha256").update(INDEX).digest("hex")}`;
const OCI_INDEX = "application/vnd.oci.image.index.v1+json";

function manifest(response: ServerResponse, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(200, { "Content-Type": OCI_INDEX, ...headers }).end(INDEX);
}

/** Resolves the tag "1.0" of "team/app" in a registry on this machine. */
function resolved(listener: RequestListener): Promise<string> {
  return withServer(listener, (url) => resolveDigest(image(url)));
}

function image(url: string): TaggedImage {
  return { registry: new URL(url).host, repository: "team/app", tag: "1.0" };
}

test("computes the digest of an index without authentication", async () => {
  const paths: string[] = [];
  const digest = await resolved(({ url = "", headers }, response) => {
    paths.push(`${url} ${headers.accept?.includes(OCI_INDEX)}`);
    manifest(response);
  });
  expect(digest).toBe(DIGEST);
  expect(paths).toEqual(["/v2/team/app/manifests/1.0 true"]);
});

test.each(["token", "access_token"])("requests an anonymous token from the registry's realm: %s", async (key) => {
  const requests: string[] = [];
  const digest = await resolved(({ url = "", headers }, response) => {
    requests.push(url);
    if (url.startsWith("/token")) response.end(JSON.stringify({ [key]: "anonymous" }));
    else if (headers.authorization === "Bearer anonymous") manifest(response);
    else {
      const realm = `http://${headers.host}/token`;
      const challenge = `Bearer realm="${realm}",service="registry.test",scope="repository:team/app:pull"`;
      response.writeHead(401, { "WWW-Authenticate": challenge }).end();
    }
  });
  expect(digest).toBe(DIGEST);
  expect(requests[1]).toBe("/token?service=registry.test&scope=repository%3Ateam%2Fapp%3Apull");
});

test.each<[string, RequestListener, RegExp]>([
  [
    "a manifest of one platform",
    (_, response) => manifest(response, { "Content-Type": "application/vnd.oci.image.manifest.v1+json" }),
    /got application\/vnd\.oci\.image\.manifest\.v1\+json, expected an index of platforms$/,
  ],
  [
    "content that differs from the digest that the registry names",
    (_, response) => manifest(response, { "Docker-Content-Digest": `sha256:${"0".repeat(64)}` }),
    /the registry calls it sha256:0{64}, but its content is sha256:/,
  ],
  ["an unknown tag", (_, response) => response.writeHead(404).end(), /manifests\/1\.0: HTTP status 404$/],
  [
    "a registry that requires a password",
    (_, response) => response.writeHead(401, { "WWW-Authenticate": 'Basic realm="x"' }).end(),
    /the registry requires credentials$/,
  ],
  [
    "a realm without a token",
    ({ url = "", headers }, response) =>
      url === "/token"
        ? response.end("{}")
        : response.writeHead(401, { "WWW-Authenticate": `Bearer realm="http://${headers.host}/token"` }).end(),
    /the answer contains no token$/,
  ],
])("rejects %s", async (_, listener, message) => {
  await expect(resolved(listener)).rejects.toThrow(message);
});

test("names a registry that it can't reach", async () => {
  const url = await withServer(
    () => undefined,
    async (address) => address,
  );
  await expect(resolveDigest(image(url))).rejects.toThrow(/manifests\/1\.0: unreachable \(.*ECONNREFUSED/);
});
