import { readFileSync } from "node:fs";

/** Ticks a second in which the kernel counts processor time for programs (USER_HZ), the same on every common machine. */
const TICKS = 100;

/** The processor time that a process has used, in seconds. @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name before it may have spaces in it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** The memory that a process holds, in bytes. */
export function residentBytes(pid: number): number {
  return 1_024 * field(`/proc/${pid}/status`, "VmRSS");
}

/** Bytes that a process has made to be written to file systems on devices, less what it has deleted before that. */
export function writtenBytes(pid: number): number {
  const file = `/proc/${pid}/io`;
  return field(file, "write_bytes") - field(file, "cancelled_write_bytes");
}

function field(file: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(readFileSync(file, "utf8"))?.[1]);
}
