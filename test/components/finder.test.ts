import { chmodSync } from "node:fs";
import { join } from "node:path";
import { inFolder } from "../helpers/folder";
import { COMPONENTS } from "./component";
import { Finder } from "./finder";

const { loki, alloy } = COMPONENTS;
const program = (version: string) => `#!/bin/sh\necho "loki, version ${version} (branch: HEAD)"\n`;

/** An engine that has the image of Loki. */
const engine = `#!/bin/sh
case "$1" in
  info) ;;
  create) [ "$3" = "${loki.image}" ] && echo container-1 ;;
  cp) [ "$2" = container-1:${loki.path} ] && echo released > "$3" ;;
esac
`;

interface Found {
  /** Relative to the folder. */
  readonly path: string | null;
  readonly told: readonly string[];
}

/** What is found where there are only these programs: those in bin/ are on PATH. */
function find(programs: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}, component = loki): Found {
  return inFolder(programs, (folder) => {
    for (const path of Object.keys(programs)) chmodSync(join(folder, path), 0o755);
    const told: string[] = [];
    const finder = new Finder({
      env: { PATH: join(folder, "bin"), ...env },
      folder: join(folder, "built"),
      tell: (text) => told.push(text.replaceAll(`${folder}/`, "")),
    });
    return { path: finder.find(component)?.replace(`${folder}/`, "") ?? null, told };
  });
}

test("the program that the environment names comes first, whatever its version", () => {
  const programs = { "bin/loki": program(loki.version) };
  expect(find(programs, { LOKI_BINARY: "/opt/loki" })).toEqual({ path: "/opt/loki", told: [] });
});

test("a program of the pinned version on PATH is taken", () => {
  const programs = { "bin/loki": program(loki.version), "built/loki": program(loki.version) };
  expect(find(programs)).toEqual({ path: "bin/loki", told: [] });
});

test.each(["3.6.0", `${loki.version}0`, `1${loki.version}`, ""])(
  'a program of version "%s" on PATH is left aside, and that is told',
  (version) => {
    expect(find({ "bin/loki": program(version), "built/loki": program(loki.version) })).toEqual({
      path: "built/loki",
      told: [`bin/loki is left aside: it is not loki ${loki.version}`],
    });
  },
);

test("a program that tells its version with a v in front is that version", () => {
  expect(find({ "bin/loki": program(`v${loki.version}`) }).path).toBe("bin/loki");
});

test("a program that was built before the version changed is not taken", () => {
  expect(find({ "built/loki": program("3.6.0") }).path).toBeNull();
});

test.each(["docker", "podman"])("%s gives what is nowhere else", (name) => {
  expect(find({ [`bin/${name}`]: engine })).toEqual({ path: "built/loki", told: [] });
});

test("an engine without a daemon, or without the image, gives nothing", () => {
  expect(find({ "bin/docker": "#!/bin/sh\nexit 1\n" }).path).toBeNull();
  expect(find({ "bin/docker": engine }, {}, alloy).path).toBeNull();
});

test("what is missing is told, with all that helps", () => {
  expect(find({}).told).toEqual([
    `loki is missing; what helps: LOKI_BINARY=<path>, or loki ${loki.version} on PATH, or Docker or Podman, or "npm run tools", which builds it with Go`,
  ]);
});

test("REQUIRE_TOOLS=1 demands what the project can build, and nothing else", () => {
  expect(() => find({}, { REQUIRE_TOOLS: "1" })).toThrow("REQUIRE_TOOLS=1, but loki is missing");
  expect(find({}, { REQUIRE_TOOLS: "1" }, alloy).path).toBeNull();
});
