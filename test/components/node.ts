import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AlloyModel } from "../../src/alloy/model";
import { nodePipeline } from "../../src/alloy/pipelines";
import { type Attributes, type Block, Expression, print, type Value } from "../../src/alloy/syntax";
import { RunningAlloy } from "./alloy";
import { ContainerLog, type ContainerProps } from "./container-log";
import type { Medium } from "./sandbox";

export interface TestNodeProps {
  /** The path of Alloy. */
  readonly binary: string;
  readonly alloy: AlloyModel;
  /** The URL of Loki. */
  readonly loki: string;
  /** @default "node-1" */
  readonly name?: string;
  /** The node's disk. @default a folder */
  readonly disk?: Medium;
  /** The path of systemd-journald. @default the node has no journal, and the pipeline doesn't read it */
  readonly journald?: string;
}

/** A node with pods that log, and with the stack's agent, which is a real Alloy with the stack's pipeline. */
export class TestNode {
  private pods: readonly ContainerProps[] = [];
  /** The changed values of the label "app", by pod. */
  private readonly apps = new Map<string, string>();

  private constructor(
    private readonly name: string,
    readonly agent: RunningAlloy,
  ) {}

  /** Prepares a node. Its agent doesn't run yet. */
  static async prepare({ binary, alloy, loki, name = "node-1", disk, journald }: TestNodeProps): Promise<TestNode> {
    const agent = await RunningAlloy.prepare({
      binary,
      pipeline: localPipeline({ ...alloy, journal: journald !== undefined }, loki),
      gracePeriod: alloy.agent.gracePeriod,
      env: { K8S_NODE_NAME: name },
      ...(disk !== undefined && { disk }),
      ...(journald !== undefined && { journald }),
    });
    const node = new TestNode(name, agent);
    node.announce();
    return node;
  }

  /** Starts a container of a new pod. */
  run(namespace: string, pod: string, container = "web"): ContainerLog {
    const props = { namespace, pod, uid: `uid-of-${pod}`, container };
    const log = new ContainerLog(this.agent.logFolder, props);
    this.pods = [...this.pods, props];
    this.announce();
    return log;
  }

  /** Deletes the pod of a container, with its log. */
  delete(log: ContainerLog): void {
    log.remove();
    this.pods = this.pods.filter((pod) => pod !== log.props);
    this.announce();
  }

  /** Changes the label "app" of a pod. */
  relabel(log: ContainerLog, app: string): void {
    this.apps.set(log.props.pod, app);
    this.announce();
  }

  remove(): Promise<void> {
    return this.agent.remove();
  }

  /** Tells the agent which pods exist, as the API server would. */
  private announce(): void {
    const targets = this.pods.map(({ namespace, pod, uid, container }) => ({
      targets: [pod],
      labels: {
        __meta_kubernetes_namespace: namespace,
        __meta_kubernetes_pod_name: pod,
        __meta_kubernetes_pod_uid: uid,
        __meta_kubernetes_pod_container_name: container,
        __meta_kubernetes_pod_node_name: this.name,
        __meta_kubernetes_pod_label_app: this.apps.get(pod) ?? pod,
      },
    }));
    const file = join(this.agent.logFolder, TARGETS);
    writeFileSync(`${file}.new`, JSON.stringify(targets));
    renameSync(`${file}.new`, file);
  }
}

const TARGETS = "pods.json";

const FROM_API = "discovery.kubernetes";
const FROM_FILE = "discovery.file";

/** Returns the pipeline of the agent on each node with two changes: a file lists the pods, and Loki has the given URL. */
function localPipeline(alloy: AlloyModel, loki: string): string {
  const blocks = nodePipeline({ ...alloy, write: { ...alloy.write, url: loki } });
  return print(blocks.map((block) => (block.name === FROM_API ? podsFromFile(block) : reading(block))));
}

function podsFromFile({ label = "" }: Block): Block {
  return { name: FROM_FILE, label, attributes: { files: [`/var/log/${TARGETS}`] } };
}

/** Refers to the list in the file instead of the API server's. */
function reading(block: Block): Block {
  const attributes: Attributes = Object.fromEntries(
    Object.entries(block.attributes ?? {}).map(([name, value]): [string, Value] => [name, inFile(value)]),
  );
  return { ...block, attributes };
}

function inFile(value: Value): Value {
  return value instanceof Expression ? new Expression(value.text.replace(`${FROM_API}.`, `${FROM_FILE}.`)) : value;
}
