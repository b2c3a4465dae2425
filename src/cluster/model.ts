import { domainName } from "../forms";
import type { Section } from "../section";
import { ByteSize, type Cpu } from "../units";
import type { TextForm } from "../wording";
import {
  type ClusterSettings,
  type LimitRangeSettings,
  type LoadSettings,
  type QuotaSettings,
  type TaintEffect,
  type TaintSettings,
  taintEffects,
} from "./settings";

export interface ClusterModel {
  readonly nodes: number;
  readonly domain: string;
  readonly taints: readonly TaintModel[];
  /** Null where none was declared: then nothing is known about it. */
  readonly limitRange: LimitRangeModel | null;
  /** Null where none was declared: then nothing is known about it. */
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
  readonly defaultMemory: ByteSize | null;
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
}

export function resolveCluster(section: Section<ClusterSettings>): ClusterModel {
  return {
    nodes: section.count("nodes", 5, 1),
    domain: section.text("domain", domainName, "cluster.local"),
    taints: section.list("taints", resolveTaint),
    limitRange: section.has("limitRange") ? section.section("limitRange", resolveLimitRange) : null,
    quota: section.has("quota") ? section.section("quota", resolveQuota) : null,
  };
}

export function resolveLoad(section: Section<LoadSettings>): LoadModel {
  return {
    pods: section.count("pods", 450, 1),
    podStartsPerDay: section.count("podStartsPerDay", 10_000, 0),
    bytesPerDay: section.byteSize("bytesPerDay", ByteSize.gibibytes(4)),
  };
}

const taintKey: TextForm = {
  pattern: /^([a-z0-9.-]+\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/,
  wanted: "a taint's key",
  because: "tolerations are compared with it letter by letter",
  remedy: 'write it as "kubectl describe node" shows it, such as "node-role.kubernetes.io/control-plane"',
};

const taintValue: TextForm = { ...taintKey, pattern: /^[-A-Za-z0-9_.]+$/, wanted: "a taint's value" };

function resolveTaint(section: Section<TaintSettings>): TaintModel {
  return {
    key: section.text("key", taintKey),
    value: section.optionalText("value", taintValue),
    effect: section.choice("effect", taintEffects),
  };
}

function resolveLimitRange(section: Section<LimitRangeSettings>): LimitRangeModel {
  return {
    maxMemory: section.optionalByteSize("maxMemory"),
    maxCpu: section.optionalCpu("maxCpu"),
    defaultMemory: section.optionalByteSize("defaultMemory"),
  };
}

function resolveQuota(section: Section<QuotaSettings>): QuotaModel {
  return {
    requestsMemory: section.optionalByteSize("requestsMemory"),
    requestsCpu: section.optionalCpu("requestsCpu"),
    pods: section.optionalCount("pods", 1),
  };
}
