import { readFileSync } from "node:fs";
import { join } from "node:path";
import versions from "../../../src/terraform/versions.json";
import { withDigest } from "../../../tools/digests/record";
import { PROJECT } from "../../helpers/example";

const text = readFileSync(join(PROJECT, "src", "terraform", "versions.json"), "utf8");
const digest = `sha256:${"a1".repeat(32)}`;

test.each(Object.entries(versions.images))("replaces only the digest of the image %s", (name, image) => {
  const { digest: before, ...fields } = image;
  const changed = withDigest(text, fields, digest);
  expect(JSON.parse(changed)).toEqual({
    ...versions,
    images: { ...versions.images, [name]: { ...image, digest } },
  });
  expect(withDigest(changed, fields, before)).toBe(text);
});

test.each(Object.entries(versions.charts))("replaces only the digest of the chart %s", (name, chart) => {
  const { digest: before, ...fields } = chart;
  const changed = withDigest(text, fields, digest);
  expect(JSON.parse(changed)).toEqual({ ...versions, charts: { ...versions.charts, [name]: { ...chart, digest } } });
  expect(withDigest(changed, fields, before)).toBe(text);
});

test("adds a digest to an image that has none", () => {
  const without = '{ "a": { "registry": "r.test", "repository": "app", "tag": "1.0" } }';
  expect(withDigest(without, { registry: "r.test", repository: "app", tag: "1.0" }, digest)).toBe(
    `{ "a": { "registry": "r.test", "repository": "app", "tag": "1.0", "digest": "${digest}" } }`,
  );
});

test("rejects an image that the file doesn't contain", () => {
  const { registry, repository } = versions.images.loki;
  expect(() => withDigest(text, { registry, repository, tag: "3x7x8" }, digest)).toThrow(
    "versions.json doesn't contain docker.io grafana/loki 3x7x8",
  );
});
