import { quoted, wrongType } from "../settings/messages";
import type { SettingsErrorProps } from "../settings/settings-error";
import type { SettingsReader } from "../settings/settings-reader";
import type { Minimum } from "../settings/validators";
import { domainName, type TextValidator } from "../settings/validators";
import { ByteSize, type Cpu } from "../units";
import {
  type ClusterSettings,
  type LimitRangeSettings,
  type LoadSettings,
  type QuotaSettings,
  type TaintEffect,
  type TaintSettings,
  taintEffects,
} from "./settings";

/** The oldest supported minor version of Kubernetes 1. Loki's chart rejects older ones (kubeVersion ">=1.25.0-0"). */
export const OLDEST_MINOR = 25;

export interface ClusterModel {
  readonly nodes: number;
  readonly domain: string;
  /** Null if not declared. */
  readonly taints: readonly TaintModel[] | null;
  /** Null if not declared. */
  readonly limitRange: LimitRangeModel | null;
  /** Null if not declared. */
  readonly quota: QuotaModel | null;
}

export interface TaintModel {
  readonly key: string;
  readonly value: string | null;
  readonly effect: TaintEffect;
}

export interface LimitRangeModel {
  readonly maxMemory: ByteSize | null;
  readonly maxCpu: Cpu | null;
}

export interface QuotaModel {
  readonly requestsMemory: ByteSize | null;
  readonly requestsCpu: Cpu | null;
  readonly pods: number | null;
}

export interface LoadModel {
  readonly pods: number;
  readonly podStartsPerDay: number;
  readonly bytesPerDay: ByteSize;
  readonly bytesPerLine: ByteSize;
  readonly compression: number;
  /** The settings that the user declared. All other values are guesses from the original deployment's cluster. */
  readonly declared: readonly (keyof LoadSettings)[];
}

export function resolveCluster(reader: SettingsReader<ClusterSettings>): ClusterModel {
  return {
    nodes: reader.count("nodes", 5, 1),
    domain: reader.text("domain", domainName, "cluster.local"),
    taints: reader.isSet("taints") ? reader.list("taints", resolveTaint, { parse: taintFromText }) : null,
    limitRange: reader.isSet("limitRange") ? reader.object("limitRange", resolveLimitRange) : null,
    quota: reader.isSet("quota") ? reader.object("quota", resolveQuota) : null,
  };
}

/** @param nodes number of nodes, which determines the default number of pods */
export function resolveLoad(reader: SettingsReader<LoadSettings>, nodes: number): LoadModel {
  const pods = reader.count("pods", nodes * PODS_PER_NODE, 1);
  return {
    pods,
    podStartsPerDay: reader.count("podStartsPerDay", Math.round(pods * STARTS_PER_POD), 0),
    ...resolveBytes(reader),
    compression: reader.ratio("compression", 5, 1, 100),
    declared: LOAD.filter((key) => reader.isSet(key)),
  };
}

const LOAD = ["pods", "podStartsPerDay", "bytesPerDay", "linesPerSecond", "bytesPerLine", "compression"] as const;
/** From the original deployment's cluster: 450 pods on five nodes, and CronJobs that started 10,000 pods a day. */
const PODS_PER_NODE = 90;
const STARTS_PER_POD = 10_000 / 450;

const SECONDS_OF_A_DAY = 86_400;

function resolveBytes(reader: SettingsReader<LoadSettings>): Pick<LoadModel, "bytesPerDay" | "bytesPerLine"> {
  const bytesPerDay = reader.byteSize("bytesPerDay", ByteSize.gibibytes(1));
  const bytesPerLine = reader.byteSize("bytesPerLine", ByteSize.bytes(200), MINIMUM_LINE);
  const lines = reader.optionalRatio("linesPerSecond", 0, MAX_LINES);
  if (lines === null) return { bytesPerDay, bytesPerLine };
  if (reader.isSet("bytesPerDay"))
    reader.refuse(countedTwice(reader.fullName("linesPerSecond"), lines, reader.fullName("bytesPerDay")));
  const counted = ByteSize.bytes(Math.ceil(lines * SECONDS_OF_A_DAY * bytesPerLine.toBytes()));
  if (counted.isExact) return { bytesPerDay: counted, bytesPerLine };
  reader.refuse(wrongType("lines that add up to less than 8 PiB a day", lines, reader.fullName("linesPerSecond")));
  return { bytesPerDay, bytesPerLine };
}

const MINIMUM_LINE: Minimum<ByteSize> = { amount: ByteSize.bytes(1), why: "a line has at least one byte" };

/** Ten times the highest rate reported for one Loki: a higher value is probably a typo. */
const MAX_LINES = 1_000_000;

function countedTwice(setting: string, lines: number, other: string): SettingsErrorProps {
  return {
    setting,
    got: `${lines} and ${other}`,
    expected: "only one of them",
    why: "both declare how much the cluster writes, and they may contradict each other",
    remedy: `leave out the less precise one`,
  };
}

const taintKey: TextValidator = {
  pattern: /^([a-z0-9.-]+\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/,
  expected: "a taint's key",
  why: "tolerations must match it exactly",
  remedy: 'write it as "kubectl describe node" shows it, such as "node-role.kubernetes.io/control-plane"',
};

/** Reads a taint in kubectl's notation, "key=value:effect". */
function taintFromText(text: string): Readonly<Record<string, string>> | null {
  const [, key, value, effect] = /^([^\s=:]+)(?:=([^\s=:]*))?:(\w+)$/.exec(text) ?? [];
  if (key === undefined || effect === undefined) return null;
  return { key: quoted(key), ...(value && { value: quoted(value) }), effect: quoted(effect) };
}

const taintValue: TextValidator = { ...taintKey, pattern: /^[-A-Za-z0-9_.]+$/, expected: "a taint's value" };

function resolveTaint(reader: SettingsReader<TaintSettings>): TaintModel {
  return {
    key: reader.text("key", taintKey),
    value: reader.optionalText("value", taintValue),
    effect: reader.choice("effect", taintEffects),
  };
}

function resolveLimitRange(reader: SettingsReader<LimitRangeSettings>): LimitRangeModel {
  return {
    maxMemory: reader.optionalByteSize("maxMemory"),
    maxCpu: reader.optionalCpu("maxCpu"),
  };
}

function resolveQuota(reader: SettingsReader<QuotaSettings>): QuotaModel {
  return {
    requestsMemory: reader.optionalByteSize("requestsMemory"),
    requestsCpu: reader.optionalCpu("requestsCpu"),
    pods: reader.optionalCount("pods", 1),
  };
}
