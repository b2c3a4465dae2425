import { chmodSync } from "node:fs";
import { join } from "node:path";
import { inFolder } from "../helpers/folder";
import { COMPONENTS } from "./component";
import { Finder } from "./finder";

const { loki, alloy } = COMPONENTS;
const program = (version: string) => `#!/bin/sh\necho "loki, version ${version} (branch: HEAD)"\n`;

/** A fake container engine with the image of Loki. */
const engine = `#!/bin/sh
case "$1" in
  info) ;;
  create) [ "$3" = "${loki.image?.name}" ] && echo container-1 ;;
  cp) [ "$2" = container-1:${loki.image?.path} ] && echo released > "$3" ;;
esac
`;

interface Found {
  /** Relative to the folder. */
  readonly path: string | null;
  readonly logged: readonly string[];
}

/** Runs the finder with only these programs available; those in bin/ are on PATH. */
function find(programs: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}, component = loki): Found {
  return inFolder(programs, (folder) => {
    for (const path of Object.keys(programs)) chmodSync(join(folder, path), 0o755);
    const logged: string[] = [];
    const finder = new Finder({
      env: { PATH: join(folder, "bin"), ...env },
      folder: join(folder, "built"),
      log: (text) => logged.push(text.replaceAll(`${folder}/`, "")),
    });
    return { path: finder.find(component)?.replace(`${folder}/`, "") ?? null, logged };
  });
}

test("prefers the program in the environment variable, whatever its version", () => {
  const programs = { "bin/loki": program(loki.version) };
  expect(find(programs, { LOKI_BINARY: "/opt/loki" })).toEqual({ path: "/opt/loki", logged: [] });
});

test("uses a program of the pinned version on PATH", () => {
  const programs = { "bin/loki": program(loki.version), "built/loki": program(loki.version) };
  expect(find(programs)).toEqual({ path: "bin/loki", logged: [] });
});

test.each(["3.6.0", `${loki.version}0`, `1${loki.version}`, ""])(
  'ignores a program of version "%s" on PATH, and logs that',
  (version) => {
    expect(find({ "bin/loki": program(version), "built/loki": program(loki.version) })).toEqual({
      path: "built/loki",
      logged: [`ignoring bin/loki: its version is not ${loki.version}`],
    });
  },
);

test("accepts a version that is printed with a leading v", () => {
  expect(find({ "bin/loki": program(`v${loki.version}`) }).path).toBe("bin/loki");
});

test("ignores a program that was built before the version changed", () => {
  expect(find({ "built/loki": program("3.6.0") }).path).toBeNull();
});

test.each(["docker", "podman"])("falls back to the image with %s", (name) => {
  expect(find({ [`bin/${name}`]: engine })).toEqual({ path: "built/loki", logged: [] });
});

test("finds nothing if the engine has no daemon or no image", () => {
  expect(find({ "bin/docker": "#!/bin/sh\nexit 1\n" }).path).toBeNull();
  expect(find({ "bin/docker": engine }, {}, alloy).path).toBeNull();
});

test("logs a missing program with every way to provide it", () => {
  expect(find({}).logged).toEqual([
    `loki is missing; provide LOKI_BINARY=<path>, or loki ${loki.version} on PATH, or Docker or Podman, or "npm run tools", which builds it with Go`,
  ]);
});

test("REQUIRE_TOOLS=1 requires only programs that the project can build", () => {
  expect(() => find({}, { REQUIRE_TOOLS: "1" })).toThrow("REQUIRE_TOOLS=1, but loki is missing");
  expect(find({}, { REQUIRE_TOOLS: "1" }, alloy).path).toBeNull();
});

test("doesn't look for an image of the project's own program", () => {
  const own = COMPONENTS["loki-reference"];
  expect(find({ "bin/docker": engine }, {}, own)).toEqual({
    path: null,
    logged: [
      `loki-reference is missing; provide LOKI_REFERENCE_BINARY=<path>, or loki-reference ${own.version} on PATH, or "npm run tools", which builds it with Go`,
    ],
  });
});
