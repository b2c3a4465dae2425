import { join } from "node:path";
import { buildSync } from "esbuild";
import { PROJECT } from "../helpers/example";

/** The packages that a module loads, directly or through its imports. */
function packagesOf(entry: string): ReadonlySet<string> {
  const options = { bundle: true, write: false, metafile: true, platform: "node", packages: "external" } as const;
  const { metafile } = buildSync({
    ...options,
    entryPoints: [join(PROJECT, entry)],
    outdir: PROJECT,
    logLevel: "silent",
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  return new Set(imports.filter(({ external }) => external).map(({ path }) => path));
}

test.each(["src/preflight/index.ts", "src/verify/index.ts"])(
  "%s loads none of the packages that synthesize",
  (entry) => {
    const packages = packagesOf(entry);
    expect(packages).toContain("yaml");
    expect([...packages].filter((name) => /^(cdktf|constructs|@cdktf)/.test(name))).toEqual([]);
  },
);
