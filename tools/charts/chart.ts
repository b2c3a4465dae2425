import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { isPlainObject } from "../../src/settings/plain-object";

/** The contents of a packaged chart. */
export interface Chart {
  readonly version: string;
  /** Its default values. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The text of each template, except the notes, which deploy nothing. */
  readonly templates: readonly string[];
  /** The values keys of its subcharts. */
  readonly subCharts: readonly string[];
}

/**
 * Reads a packaged chart.
 * @param folder an empty folder to unpack it in
 */
export function readChart(archive: string, folder: string): Chart {
  const { status, stderr, error } = spawnSync("tar", ["-xzf", archive, "-C", folder], { encoding: "utf8" });
  if (status !== 0) throw new Error(`cannot unpack ${archive}: ${error?.message ?? stderr}`);
  const [name] = readdirSync(folder);
  const root = join(folder, name ?? "");
  const about = mapping(join(root, "Chart.yaml"));
  const templates = join(root, "templates");
  return {
    version: String(about["version"]),
    values: mapping(join(root, "values.yaml")),
    templates: readdirSync(templates, { recursive: true, encoding: "utf8" })
      .filter((path) => /\.(tpl|yaml)$/.test(path))
      .sort()
      .map((path) => readFileSync(join(templates, path), "utf8")),
    subCharts: dependencies(about["dependencies"]),
  };
}

function mapping(file: string): Readonly<Record<string, unknown>> {
  const content: unknown = parse(readFileSync(file, "utf8"), { version: "1.1" });
  return isPlainObject(content) ? content : {};
}

function dependencies(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter(isPlainObject).map(({ alias, name }) => String(alias ?? name)) : [];
}
