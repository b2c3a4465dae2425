import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { type Component, type Image, variableOf, waysToProvide } from "./component";

interface FinderProps {
  readonly env: NodeJS.ProcessEnv;
  /** The output folder of "npm run tools", and the cache for programs from images. */
  readonly folder: string;
  readonly log: (text: string) => void;
}

/**
 * Finds real components. A program in an environment variable has priority, whatever its version. Otherwise, the
 * program must have the pinned version: on PATH, built or fetched before, or in a container image.
 */
export class Finder {
  constructor(private readonly props: FinderProps) {}

  /**
   * @returns the path of the program, or null if there is none
   * @throws Error if there is none, REQUIRE_TOOLS=1 and the project can build it
   */
  find(component: Component): string | null {
    const found =
      this.named(component) ?? this.onPath(component) ?? this.inFolder(component) ?? this.fromImage(component);
    if (found === null) this.reportMissing(component);
    return found;
  }

  private reportMissing(component: Component): void {
    const missing = `${component.name} is missing; provide ${waysToProvide(component)}`;
    if (component.isBuilt && this.props.env["REQUIRE_TOOLS"] === "1") {
      throw new Error(`REQUIRE_TOOLS=1, but ${missing}`);
    }
    this.props.log(missing);
  }

  private named(component: Component): string | null {
    return this.props.env[variableOf(component)] || null;
  }

  private onPath(component: Component): string | null {
    const folders = (this.props.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
    const path = folders.map((folder) => join(folder, component.name)).find((file) => existsSync(file));
    if (path === undefined) return null;
    if (this.isPinned(component, path)) return path;
    this.props.log(`ignoring ${path}: its version is not ${component.version}`);
    return null;
  }

  /** Ignores a program that was built before a version bump. */
  private inFolder(component: Component): string | null {
    const path = join(this.props.folder, component.name);
    return existsSync(path) && this.isPinned(component, path) ? path : null;
  }

  private fromImage(component: Component): string | null {
    if (component.image === null) return null;
    const target = join(this.props.folder, component.name);
    return copyFromImage(component.image, target, this.props.env) ? target : null;
  }

  private isPinned({ version, versionArgs }: Component, path: string): boolean {
    const { stdout, stderr } = spawnSync(path, versionArgs, { encoding: "utf8", timeout: 30_000 });
    return new RegExp(`(^|[\\sv])${version.replaceAll(".", "\\.")}(\\s|$)`).test(`${stdout}${stderr}`);
  }
}

const ENGINES = ["docker", "podman"];

/** Timeout of `info`, which blocks if an engine has no daemon. */
const INFO_MS = 10_000;
const PULL_MS = 300_000;

/**
 * Copies a program out of its image: the tests then run the released program outside a container.
 * @param target the path of the copy
 * @returns whether a container engine was available and had the image
 */
function copyFromImage({ name, path }: Image, target: string, env: NodeJS.ProcessEnv): boolean {
  const runEngine = (engine: string, timeout: number, ...args: readonly string[]): SpawnSyncReturns<string> =>
    spawnSync(engine, args, { encoding: "utf8", timeout, env });
  const engine = ENGINES.find((name) => runEngine(name, INFO_MS, "info").status === 0);
  if (engine === undefined) return false;
  const { status, stdout } = runEngine(engine, PULL_MS, "create", "--quiet", name);
  if (status !== 0) return false;
  const container = stdout.trim();
  mkdirSync(dirname(target), { recursive: true });
  const copied = runEngine(engine, PULL_MS, "cp", `${container}:${path}`, target);
  runEngine(engine, INFO_MS, "rm", container);
  return copied.status === 0;
}
