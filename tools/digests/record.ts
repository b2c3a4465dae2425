import type { TaggedImage } from "./registry";

/**
 * Returns the text of versions.json with the digest of an image. Keeps the rest of the text.
 * @throws Error if the text doesn't contain the image
 */
export function withDigest(text: string, { registry, repository, tag }: TaggedImage, digest: string): string {
  const fields = Object.entries({ registry, repository, tag }).map(([key, value]) => `"${key}": "${quoted(value)}"`);
  const image = new RegExp(`(${fields.join(",(\\s*)")})(?:,\\s*"digest": "[^"]*")?`);
  if (!image.test(text)) throw new Error(`versions.json doesn't contain ${registry}/${repository}:${tag}`);
  return text.replace(image, (_, pinned: string, space: string) => `${pinned},${space}"digest": "${digest}"`);
}

function quoted(value: string): string {
  return value.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
