import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Component } from "./component";

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
