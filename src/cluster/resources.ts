import { Refusal } from "../settings/settings-error";
import type { Section } from "../settings/settings-reader";
import type { ByteSize, Cpu, Quantity } from "../units";

/** What a container asks for and may use. @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
export interface ResourcesSettings {
  /**
   * Processor time that the scheduler sets aside.
   * @default - the part's own
   */
  readonly cpuRequest?: Cpu;
  /**
   * Processor time above which the container is throttled, or "none".
   * @default - the part's own
   */
  readonly cpuLimit?: Cpu | "none";
  /**
   * Memory that the scheduler sets aside.
   * @default - the part's own
   */
  readonly memoryRequest?: ByteSize;
  /**
   * Memory above which the kernel kills the container.
   * @default - the part's own
   */
  readonly memoryLimit?: ByteSize;
}

export interface ResourcesModel {
  readonly cpuRequest: Cpu;
  /** Null for no limit. */
  readonly cpuLimit: Cpu | null;
  readonly memoryRequest: ByteSize;
  readonly memoryLimit: ByteSize;
}

export function resolveResources(section: Section<ResourcesSettings>, fallback: ResourcesModel): ResourcesModel {
  const resources = {
    cpuRequest: section.cpu("cpuRequest", fallback.cpuRequest),
    cpuLimit: section.cpuOrNone("cpuLimit", fallback.cpuLimit),
    memoryRequest: section.byteSize("memoryRequest", fallback.memoryRequest),
    memoryLimit: section.byteSize("memoryLimit", fallback.memoryLimit),
  };
  const { cpuRequest, cpuLimit, memoryRequest, memoryLimit } = resources;
  if (memoryRequest.isLargerThan(memoryLimit)) throw requestAboveLimit(section, "memory", memoryRequest, memoryLimit);
  if (cpuLimit !== null && cpuRequest.isMoreThan(cpuLimit))
    throw requestAboveLimit(section, "cpu", cpuRequest, cpuLimit);
  return resources;
}

/** The resources as Kubernetes and every chart write them. */
export function quantities({ cpuRequest, cpuLimit, memoryRequest, memoryLimit }: ResourcesModel) {
  return {
    requests: { cpu: `${cpuRequest}`, memory: `${memoryRequest}` },
    limits: { ...(cpuLimit && { cpu: `${cpuLimit}` }), memory: `${memoryLimit}` },
  };
}

function requestAboveLimit(
  section: Section<ResourcesSettings>,
  what: "cpu" | "memory",
  request: Quantity,
  limit: Quantity,
): Refusal {
  const [requestName, limitName] = [section.named(`${what}Request`), section.named(`${what}Limit`)];
  return new Refusal({
    setting: requestName,
    got: `${request}`,
    wanted: `at most ${limitName}, which is ${limit}`,
    because: "the API server refuses a container that asks for more than it may use",
    remedy: `lower ${requestName} or raise ${limitName}`,
  });
}
