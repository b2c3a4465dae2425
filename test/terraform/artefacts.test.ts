import { SettingsReader } from "../../src/settings/settings-reader";
import { chartRepository, imageDigest, relativePath } from "../../src/settings/validators";
import {
  type ChartsModel,
  type ChartsSettings,
  type ImagesModel,
  type ImagesSettings,
  reference,
  resolveCharts,
  resolveImages,
} from "../../src/terraform/artefacts";
import { contentDigest } from "../../src/terraform/chart-package";
import { fromStackFolder } from "../../src/terraform/stack-folder";
import versions from "../../src/terraform/versions.json";
import { ROOT } from "../helpers/example";
import { inFolder } from "../helpers/folder";
import { settingsError } from "../helpers/settings-error";

const charts = (written: unknown) =>
  SettingsReader.read<ChartsSettings, ChartsModel>(written, "charts", (reader) => resolveCharts(reader, ROOT));
const images = (written: unknown) => SettingsReader.read<ImagesSettings, ImagesModel>(written, "images", resolveImages);

test("converts a path relative to the project into one relative to the stack's folder", () => {
  expect(fromStackFolder("terraform.tfstate")).toBe("../../../terraform.tfstate");
  expect(fromStackFolder("./charts/loki")).toBe("../../../charts/loki");
});

test("pulls pinned images from their own registries by default", () => {
  const { loki, pause } = images(undefined);
  expect(reference(loki)).toBe(`docker.io/grafana/loki:${versions.images.loki.tag}@${versions.images.loki.digest}`);
  expect(reference(pause)).toBe(`registry.k8s.io/pause:${versions.images.pause.tag}@${versions.images.pause.digest}`);
});

test("replaces only the registry with a mirror", () => {
  const mirrored = images({ registry: "registry.example.com/mirror" });
  expect(Object.keys(mirrored)).toEqual(Object.keys(versions.images));
  for (const image of Object.values(mirrored)) expect(image.registry).toBe("registry.example.com/mirror");
  const { tag, digest } = versions.images.pause;
  expect(reference(mirrored.pause)).toBe(`registry.example.com/mirror/pause:${tag}@${digest}`);
});

test("pulls the digests of a mirror that changes the images, or by tag", () => {
  const digest = `sha256:${"a1".repeat(32)}`;
  const { loki, pause, busybox } = images({ digests: { loki: digest, pause: "none" } });
  expect(reference(loki)).toBe(`docker.io/grafana/loki:${versions.images.loki.tag}@${digest}`);
  expect(reference(pause)).toBe(`registry.k8s.io/pause:${versions.images.pause.tag}`);
  expect(busybox.digest).toBe(versions.images.busybox.digest);
});

test.each(["latest", "sha256:12", `sha512:${"a1".repeat(32)}`, `sha256:${"g1".repeat(32)}`])(
  "rejects %s as a digest",
  (digest) => {
    expect(settingsError(() => images({ digests: { loki: digest } }))).toMatchObject({
      setting: "images.digests.loki",
      expected: imageDigest.expected,
    });
  },
);

test("downloads pinned charts from their own repositories by default", () => {
  const { loki, alloy } = versions.charts;
  expect(charts(undefined)).toEqual({ loki: { ...loki, chart: "loki" }, alloy: { ...alloy, chart: "alloy" } });
});

test.each(["https://charts.example.com", "oci://registry.example.com/charts"])(
  "downloads a chart from %s in the same version",
  (repository) => {
    const { loki, alloy } = charts({ loki: { repository } });
    const { version, digest } = versions.charts.loki;
    expect(loki).toEqual({ repository, chart: "loki", version, digest });
    expect(alloy.repository).toBe(versions.charts.alloy.repository);
  },
);

test("uses a local chart without a repository", () => {
  expect(charts({ alloy: { path: "rules" } }).alloy).toEqual({
    repository: null,
    chart: "../../../rules",
    version: versions.charts.alloy.version,
    digest: null,
  });
});

test("accepts a local package only with its digest", () => {
  inFolder({ "loki.tgz": "a package" }, (root) => {
    const read = (loki: object) =>
      SettingsReader.read<ChartsSettings, ChartsModel>({ loki: { path: "loki.tgz", ...loki } }, "charts", (reader) =>
        resolveCharts(reader, root),
      ).loki;
    const digest = contentDigest(Buffer.from("a package"));
    expect(settingsError(() => read({}))).toMatchObject({
      setting: "charts.loki.path",
      got: `"loki.tgz" with the digest ${digest}`,
      expected: versions.charts.loki.digest,
      remedy: `download the package again, or, if you changed it, write charts: { loki: { digest: "${digest}" } }`,
    });
    expect(read({ digest })).toMatchObject({ repository: null, digest });
    expect(read({ digest: "none" })).toMatchObject({ repository: null, digest: null });
  });
});

test("rejects a local chart that does not exist", () => {
  expect(settingsError(() => charts({ alloy: { path: "charts/none.tgz" } }))).toMatchObject({
    setting: "charts.alloy.path",
    got: '"charts/none.tgz", which does not exist',
    expected: `a packed or unpacked chart of version ${versions.charts.alloy.version}`,
  });
});

test("rejects a chart with two sources", () => {
  const both = { path: "charts/loki", repository: "https://charts.example.com" };
  expect(settingsError(() => charts({ loki: both }))).toMatchObject({
    setting: "charts.loki.path",
    got: '"charts/loki" and the repository "https://charts.example.com"',
    expected: "only one of them",
    remedy: "leave out charts.loki.path or charts.loki.repository",
  });
});

test.each([
  ["https://user:hunter2@charts.example.com/stable", /^download the package, and set charts\.loki\.path instead of/],
  ["https://hunter2@charts.example.com", /^download the package/],
  ["oci://user:hunter2@registry.example.com/charts", /^write "oci:\/\/registry\.example\.com\/charts", and run "helm/],
])("rejects a repository with a password, and doesn't print it: %s", (repository, remedy) => {
  const error = settingsError(() => charts({ loki: { repository } }));
  expect(error).toMatchObject({ setting: "charts.loki.repository", remedy: expect.stringMatching(remedy) });
  expect(JSON.stringify(error)).not.toContain("hunter2");
});

test.each(["https://charts.example.com/a@b", "oci://registry.example.com/charts?x=y@z"])("accepts %s", (repository) => {
  expect(charts({ loki: { repository } }).loki.repository).toBe(repository);
});

test("rejects an absolute path and a repository without a scheme", () => {
  expect(settingsError(() => charts({ loki: { path: "/srv/charts/loki" } }))).toMatchObject({
    setting: "charts.loki.path",
    got: '"/srv/charts/loki"',
    expected: relativePath.expected,
    remedy: relativePath.remedy,
  });
  expect(settingsError(() => charts({ alloy: { repository: "charts.example.com" } }))).toMatchObject({
    setting: "charts.alloy.repository",
    got: '"charts.example.com"',
    expected: chartRepository.expected,
    remedy: chartRepository.remedy,
  });
});
