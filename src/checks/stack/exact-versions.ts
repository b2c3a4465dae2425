import { type RenderedStack, releases } from "../../stack/rendered-stack";
import type { Check } from "../check";
import { valueAt } from "../values";

const EXACT = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

export const exactVersions: Check = {
  id: "exact-versions",
  title: "Charts and images have exact versions",
  severity: "error",
  why: "without an exact version, a chart or an image changes during an unrelated apply",
  remedy: "use the version that src/terraform/versions.json pins",
  evidence: "an unpinned chart jumped from 6.53 to 7.0, a different product, while its release was disabled",
  find(stack) {
    return versionsOf(stack)
      .filter(({ version }) => !EXACT.test(version))
      .map(({ setting, version }) => ({
        setting,
        got: version === "" ? "none" : `"${version}"`,
        expected: "an exact version, such as 18.11.0",
        remedy: "use the version that src/terraform/versions.json pins",
      }));
  },
};

/** A chart with an exact version has an exact image, unless the values set a tag. */
function versionsOf(stack: RenderedStack) {
  const { loki } = stack;
  return releases(stack).flatMap(({ release, chart, values, valuesFile }) => {
    const tag = valueAt(values, release === loki.release ? "loki.image.tag" : "image.tag");
    return [
      ...(chart.repository === null
        ? []
        : [{ setting: `the chart of the release ${release}`, version: chart.version }]),
      ...(tag === undefined ? [] : [{ setting: `${valuesFile}: the image's tag`, version: String(tag) }]),
    ];
  });
}
