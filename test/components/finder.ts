import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { type Component, howToGet, variableOf } from "./component";

export interface FinderProps {
  readonly env: NodeJS.ProcessEnv;
  /** Where "npm run tools" builds to, and where programs of images are kept. */
  readonly folder: string;
  readonly tell: (text: string) => void;
}

/**
 * Finds the real components: the one that an environment variable names, of any version; else one of the pinned
 * version on PATH, built or fetched before, or in an image.
 */
export class Finder {
  constructor(private readonly props: FinderProps) {}

  /**
   * @returns the program's path, or null where there is none
   * @throws Error where there is none, and REQUIRE_TOOLS asks for those that the project builds
   */
  find(component: Component): string | null {
    const found =
      this.named(component) ?? this.onPath(component) ?? this.inFolder(component) ?? this.fromImage(component);
    if (found === null) this.miss(component);
    return found;
  }

  private miss(component: Component): void {
    const missing = `${component.name} is missing; what helps: ${howToGet(component)}`;
    if (component.isBuilt && this.props.env["REQUIRE_TOOLS"] === "1") {
      throw new Error(`REQUIRE_TOOLS=1, but ${missing}`);
    }
    this.props.tell(missing);
  }

  private named(component: Component): string | null {
    return this.props.env[variableOf(component)] || null;
  }

  private onPath(component: Component): string | null {
    const folders = (this.props.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
    const path = folders.map((folder) => join(folder, component.name)).find((file) => existsSync(file));
    if (path === undefined) return null;
    if (this.isPinned(component, path)) return path;
    this.props.tell(`${path} is left aside: it is not ${component.name} ${component.version}`);
    return null;
  }

  /** What was built before a version changed is none of it any more. */
  private inFolder(component: Component): string | null {
    const path = join(this.props.folder, component.name);
    return existsSync(path) && this.isPinned(component, path) ? path : null;
  }

  private fromImage(component: Component): string | null {
    const target = join(this.props.folder, component.name);
    return copyFromImage(component, target, this.props.env) ? target : null;
  }

  private isPinned({ version, versionArgs }: Component, path: string): boolean {
    const { stdout, stderr } = spawnSync(path, versionArgs, { encoding: "utf8", timeout: 30_000 });
    return new RegExp(`(^|[\\sv])${version.replaceAll(".", "\\.")}(\\s|$)`).test(`${stdout}${stderr}`);
  }
}

const ENGINES = ["docker", "podman"];

/** An engine that doesn't answer a question about itself has no daemon behind it. */
const ANSWER_MS = 10_000;
const PULL_MS = 300_000;

/**
 * Copies a program out of its image: what runs is the released program, and runs as the tests need it.
 * @param target the file that it becomes
 * @returns whether an engine was there and had the image
 */
export function copyFromImage({ image, path }: Component, target: string, env: NodeJS.ProcessEnv): boolean {
  const ask = (engine: string, timeout: number, ...args: readonly string[]): SpawnSyncReturns<string> =>
    spawnSync(engine, args, { encoding: "utf8", timeout, env });
  const engine = ENGINES.find((name) => ask(name, ANSWER_MS, "info").status === 0);
  if (engine === undefined) return false;
  const { status, stdout } = ask(engine, PULL_MS, "create", "--quiet", image);
  if (status !== 0) return false;
  const container = stdout.trim();
  mkdirSync(dirname(target), { recursive: true });
  const copied = ask(engine, PULL_MS, "cp", `${container}:${path}`, target);
  ask(engine, ANSWER_MS, "rm", container);
  return copied.status === 0;
}
