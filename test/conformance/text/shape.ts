import type { Random } from "./random";

/** A kind of program that logs. @returns the lines of one event at a time, in milliseconds since 1970 */
export type Shape = (random: Random, time: number) => readonly string[];
