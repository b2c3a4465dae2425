import { imageDigest } from "../../../src/checks/stack/image-digest";
import versions from "../../../src/terraform/versions.json";
import { findings, stack } from "../stacks";

const { registry, repository, tag } = versions.images.busybox;

test("accepts the recorded digests, also from a mirror", () => {
  expect(findings(imageDigest, stack())).toEqual([]);
  expect(findings(imageDigest, stack({ images: { registry: "registry.example.com" } }))).toEqual([]);
});

test("reports each image that is pulled by tag", () => {
  expect(findings(imageDigest, stack({ images: { digests: { busybox: "none" } } }))).toEqual([
    {
      setting: "images.digests.busybox",
      got: `${registry}/${repository}:${tag}, without a digest`,
      expected: "a digest, which identifies the image's content",
      remedy: expect.stringContaining(`docker buildx imagetools inspect ${registry}/${repository}:${tag}`),
    },
  ]);
  const none = { loki: "none", alloy: "none", busybox: "none", pause: "none" };
  const reported = findings(imageDigest, stack({ images: { digests: none } }));
  expect(reported.map(({ setting }) => setting)).toEqual(Object.keys(none).map((name) => `images.digests.${name}`));
});
