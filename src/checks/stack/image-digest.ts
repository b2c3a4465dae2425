import { taggedName } from "../../terraform/artefacts";
import type { Check } from "../check";

export const imageDigest: Check = {
  id: "image-digest",
  title: "Images are pinned by digest",
  severity: "error",
  why: "the owner of a registry account can move a tag to other content, which then runs on every node",
  remedy: "set the digest of the image in your registry, or record those of the public images (npm run digests)",
  evidence: "docs/decisions/0030: eight public files pin the tag busybox:1.37.0 to eight different digests",
  find({ model: { loki, alloy, inotify } }) {
    const images = { loki: loki.image, alloy: alloy.image, busybox: inotify.busybox, pause: inotify.pause };
    return Object.entries(images)
      .filter(([, { digest }]) => digest === null)
      .map(([name, image]) => ({
        setting: `images.digests.${name}`,
        got: `${taggedName(image)}, without a digest`,
        expected: "a digest, which identifies the image's content",
        remedy: `copy the digest that "docker buildx imagetools inspect ${taggedName(image)}" shows, or leave the setting out and run "npm run digests"`,
      }));
  },
};
