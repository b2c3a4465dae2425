import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { LokiApi } from "./loki-api";
import { missingNumbers, numberedLine } from "./numbered-lines";

export interface ContainerProps {
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
}

/** The number of files that the kubelet keeps for a container: the current one, and rotated ones. */
const MAX_FILES = 5;

/** The start of a line that contains its number. The rest would make the response larger than Loki's limit. */
const NUMBER = 20;

/**
 * The log of a container, in the files that containerd writes and the kubelet rotates. Its lines are numbered from 0.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubelet/logs/container_log_manager.go
 */
export class ContainerLog {
  private lines = 0;
  private restarts = 0;
  private rotations = 0;
  private lastTime = 0n;
  private readonly folder: string;

  /** @param logs the node's /var/log */
  constructor(
    private readonly logs: string,
    readonly props: ContainerProps,
  ) {
    this.folder = join(this.podFolder, props.container);
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.file, "");
  }

  /** The number of lines that were written. */
  get written(): number {
    return this.lines;
  }

  /** Appends lines. @throws Error if the disk is full; a part of the lines may be in the file */
  write(count: number, text?: string): void {
    const first = this.lines;
    const lines = Array.from({ length: count }, (_, index) => this.entry(numberedLine(first + index, text)));
    appendFileSync(this.file, lines.join(""));
    this.lines += count;
  }

  /** Starts a new file, as the kubelet does when the current one is too large. */
  rotate(): void {
    for (const name of this.rotated().filter((one) => !one.endsWith(".gz"))) {
      writeFileSync(join(this.folder, `${name}.gz`), gzipSync(readFileSync(join(this.folder, name))));
      rmSync(join(this.folder, name));
    }
    const excess = Math.max(0, this.rotated().length - (MAX_FILES - 2));
    for (const name of this.rotated().slice(0, excess)) rmSync(join(this.folder, name));
    this.rotations += 1;
    renameSync(this.file, `${this.file}.20260101-${String(this.rotations).padStart(6, "0")}`);
    writeFileSync(this.file, "");
  }

  /** Starts the file of a restarted container. The previous container's file stays. */
  restart(): void {
    this.restarts += 1;
    writeFileSync(this.file, "");
  }

  /** Removes the log, as the kubelet does when the pod is deleted. */
  remove(): void {
    rmSync(this.podFolder, { recursive: true });
  }

  /** Returns the numbers of the written lines that a query doesn't find. */
  missing(api: LokiApi): Promise<readonly number[]> {
    const { namespace, pod, container } = this.props;
    const selector = `{namespace="${namespace}",pod="${pod}",container="${container}"}`;
    return missingNumbers(api, `${selector} | line_format "{{ __line__ | trunc ${NUMBER} }}"`, this.lines);
  }

  private get podFolder(): string {
    const { namespace, pod, uid } = this.props;
    return join(this.logs, "pods", `${namespace}_${pod}_${uid}`);
  }

  private get file(): string {
    return join(this.folder, `${this.restarts}.log`);
  }

  /** The names of the rotated files, oldest first. */
  private rotated(): readonly string[] {
    return readdirSync(this.folder)
      .filter((name) => name.startsWith(`${this.restarts}.log.`))
      .sort();
  }

  /** Every line has a time of its own, because LokiApi.lines needs that for paging. */
  private entry(line: string): string {
    const now = BigInt(Date.now()) * 1_000_000n;
    this.lastTime = now > this.lastTime ? now : this.lastTime + 1n;
    const seconds = new Date(Number(this.lastTime / 1_000_000n)).toISOString().slice(0, 19);
    const fraction = String(this.lastTime % 1_000_000_000n).padStart(9, "0");
    return `${seconds}.${fraction}Z stdout F ${line}\n`;
  }
}
