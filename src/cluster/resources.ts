import type { SettingsErrorProps } from "../settings/settings-error";
import type { SettingsReader } from "../settings/settings-reader";
import { snippet } from "../settings/snippet";
import { ByteSize, type Cpu, type Quantity } from "../units";

/**
 * Resource requests and limits of a container.
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export interface ResourcesSettings {
  /**
   * CPU time that the scheduler reserves.
   * @default - depends on the container
   */
  readonly cpuRequest?: Cpu;
  /**
   * CPU time above which the container is throttled, or "none".
   * @default - depends on the container
   */
  readonly cpuLimit?: Cpu | "none";
  /**
   * Memory that the scheduler reserves.
   * @default - depends on the container
   */
  readonly memoryRequest?: ByteSize;
  /**
   * Memory above which the kernel kills the container.
   * @default - depends on the container
   */
  readonly memoryLimit?: ByteSize;
}

export interface ResourcesModel {
  readonly cpuRequest: Cpu;
  /** Null for no limit. */
  readonly cpuLimit: Cpu | null;
  readonly memoryRequest: ByteSize;
  readonly memoryLimit: ByteSize;
  readonly storage: StorageModel;
}

/**
 * The node's disk: the container's log files, its root file system and its emptyDirs, except those in memory. When the
 * disk is almost full, the kubelet first evicts pods that use more than they request. It evicts a pod that uses more than
 * its limit, and gives it one second.
 * @see https://kubernetes.io/docs/concepts/storage/ephemeral-storage/
 */
export interface StorageModel {
  readonly request: ByteSize;
  readonly limit: ByteSize;
}

/**
 * For a container that writes only to its log. The kubelet keeps five files of 10 MiB by default, and rotates them late if
 * they grow fast (containerLogMaxSize, containerLogMaxFiles).
 */
export const LOG_STORAGE: StorageModel = { request: ByteSize.mebibytes(64), limit: ByteSize.mebibytes(256) };

export function resolveResources(reader: SettingsReader<ResourcesSettings>, fallback: ResourcesModel): ResourcesModel {
  const resources = {
    cpuRequest: reader.cpu("cpuRequest", fallback.cpuRequest),
    cpuLimit: reader.cpuOrNone("cpuLimit", fallback.cpuLimit),
    memoryRequest: reader.byteSize("memoryRequest", fallback.memoryRequest),
    memoryLimit: reader.byteSize("memoryLimit", fallback.memoryLimit),
    storage: fallback.storage,
  };
  const { cpuRequest, cpuLimit, memoryRequest, memoryLimit } = resources;
  if (memoryRequest.isLargerThan(memoryLimit) && reader.areValid("memoryRequest", "memoryLimit"))
    reader.refuse(requestAboveLimit(reader, "memory", memoryRequest, memoryLimit));
  if (cpuLimit !== null && cpuRequest.isMoreThan(cpuLimit) && reader.areValid("cpuRequest", "cpuLimit"))
    reader.refuse(requestAboveLimit(reader, "cpu", cpuRequest, cpuLimit));
  return resources;
}

/** The resources in Kubernetes' notation, which both charts use. */
export function quantities({ cpuRequest, cpuLimit, memoryRequest, memoryLimit, storage }: ResourcesModel) {
  return {
    requests: { cpu: `${cpuRequest}`, memory: `${memoryRequest}`, "ephemeral-storage": `${storage.request}` },
    limits: {
      ...(cpuLimit && { cpu: `${cpuLimit}` }),
      memory: `${memoryLimit}`,
      "ephemeral-storage": `${storage.limit}`,
    },
  };
}

function requestAboveLimit(
  reader: SettingsReader<ResourcesSettings>,
  what: "cpu" | "memory",
  request: Quantity,
  limit: Quantity,
): SettingsErrorProps {
  const [requestName, limitName] = [reader.fullName(`${what}Request`), reader.fullName(`${what}Limit`)];
  return {
    setting: requestName,
    got: `${request}`,
    expected: `at most ${limitName}, which is ${limit}`,
    why: "the API server rejects a container with a request above its limit",
    remedy: `write ${snippet({ [requestName]: limit.snippet() })}, or raise ${limitName}`,
  };
}
