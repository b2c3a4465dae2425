import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { contentDigest } from "../../src/terraform/chart-package";
import { ChartRelease } from "../../src/terraform/chart-release";
import { type ChartVerification, verifyCharts } from "../../src/terraform/chart-verification";
import { Duration } from "../../src/units";
import { withServer } from "../helpers/server";

const PACKAGE = "the bytes of a package";
const DIGEST = contentDigest(Buffer.from(PACKAGE));

function index(url: string): string {
  // The digest of the index is what the repository claims; it doesn't matter.
  return JSON.stringify({
    entries: {
      loki: [
        { version: "0.9.0", urls: ["old.tgz"] },
        { version: "1.0.0", urls: [url] },
      ],
    },
  });
}

/** A repository below /charts whose index names the package by this address. */
function repository(address: string, content = PACKAGE): RequestListener {
  return ({ url }, response) => {
    if (url === "/charts/index.yaml") response.end(index(address));
    else if (url === "/charts/loki-1.0.0.tgz") response.end(content);
    else response.writeHead(404).end();
  };
}

/** Verifies a synthesized stack with releases of these digests from the repository. */
async function verified(url: string, ...digests: readonly (string | null)[]): Promise<ChartVerification> {
  const stack = new TerraformStack(new App({ stackTraces: false }), "charts");
  for (const [number, digest] of digests.entries())
    new ChartRelease(stack, `loki-${number}`, {
      name: "loki",
      namespace: "logs",
      chart: { repository: url, chart: "loki", version: "1.0.0", digest },
      values: "",
      timeout: Duration.minutes(1),
      dependsOn: [],
    });
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "charts-")));
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(stack.toTerraform()));
  return verifyCharts(folder).finally(() => rmSync(folder, { recursive: true }));
}

test.each(["loki-1.0.0.tgz", "/charts/loki-1.0.0.tgz"])("accepts a package with its digest at %s", async (address) => {
  const requests: string[] = [];
  const listener = repository(address);
  await withServer(
    (request, response) => {
      requests.push(request.url ?? "");
      listener(request, response);
    },
    async (url) => {
      expect(await verified(`${url}/charts`, DIGEST, DIGEST)).toEqual({ different: [], unverified: [] });
    },
  );
  expect(requests).toEqual(["/charts/index.yaml", "/charts/loki-1.0.0.tgz"]);
});

test("reports a package that was replaced under its version", async () => {
  await withServer(repository("loki-1.0.0.tgz", "other bytes"), async (url) => {
    const { different, unverified } = await verified(`${url}/charts/`, DIGEST);
    expect(different).toEqual([
      expect.stringMatching(/^chart loki 1\.0\.0 from .*: got sha256:\w{64}, expected sha256:/),
    ]);
    expect(unverified).toEqual([]);
  });
});

test.each<[string, RequestListener, string]>([
  ["no index", (_, response) => response.writeHead(503).end(), "HTTP status 503"],
  ["no package", repository("none.tgz"), "none.tgz: HTTP status 404"],
  ["no such version", (_, response) => response.end("entries: {loki: []}"), "has no chart loki 1.0.0"],
])("reports a repository with %s as not compared", async (_, listener, reason) => {
  await withServer(listener, async (url) => {
    expect(await verified(`${url}/charts`, DIGEST)).toEqual({
      different: [],
      unverified: [expect.stringContaining(reason)],
    });
  });
});

test("reports an OCI registry as not compared, and ignores a chart without a digest", async () => {
  expect(await verified("oci://registry.example.com/charts", DIGEST)).toEqual({
    different: [],
    unverified: [expect.stringContaining("only HTTP repositories can be compared")],
  });
  expect(await verified("https://charts.example.com", null)).toEqual({ different: [], unverified: [] });
});

test("leaves a folder without a stack to Terraform", async () => {
  expect(await verifyCharts(join(tmpdir(), "no-such-folder"))).toEqual({ different: [], unverified: [] });
});
