import { agentChartValues } from "../../src/alloy/chart-values";
import { eventsPipeline } from "../../src/alloy/events-pipeline";
import { ROLLOUT_SHARE } from "../../src/alloy/model";
import { nodePipeline } from "../../src/alloy/node-pipeline";
import type { AlloySettings } from "../../src/alloy/settings";
import { print } from "../../src/alloy/syntax/print";
import { exampleModel } from "../helpers/example";
import { configMapFile, releaseValues } from "../helpers/release";
import { synthesized } from "../helpers/synthesized";

function agent(alloy: AlloySettings = {}) {
  return agentChartValues(exampleModel({ alloy }).alloy);
}

const plan = synthesized();
const { alloy } = exampleModel();

describe.each([
  { release: "alloy", pipeline: print(nodePipeline(alloy)) },
  { release: "alloy-events", pipeline: print(eventsPipeline(alloy)) },
])("the release $release", ({ release, pipeline }) => {
  const values = releaseValues(plan, release);

  test("reads the pipeline from the ConfigMap that the plan creates", () => {
    const { create, key } = values.alloy.configMap;
    expect(create).toBe(false);
    expect(configMapFile(plan, `${release}-pipeline`, key)).toBe(pipeline);
    expect(plan.resource.helm_release[release].set).toEqual([
      {
        name: "alloy.configMap.name",
        value: `\${kubernetes_config_map_v1.${release}-pipeline.metadata[0].name}`,
      },
    ]);
  });

  test("mounts every volume that it adds, and nothing else", () => {
    const names = (items: readonly { name: string }[]) => items.map(({ name }) => name);
    expect(names(values.alloy.mounts.extra)).toEqual(names(values.controller.volumes.extra));
  });

  test("keeps its positions on a volume that it may write to", () => {
    const positions = values.alloy.mounts.extra.find(({ name }: { name: string }) => name === "positions");
    expect(positions.mountPath).toBe(values.alloy.storagePath);
    expect(positions.readOnly).not.toBe(true);
  });

  test("is not throttled", () => {
    expect(values.alloy.resources.limits).toEqual({ memory: expect.stringMatching(/^\d+Mi$/) });
  });

  test("rolls its pods when the pipeline changes, because another one is another ConfigMap and nothing reloads", () => {
    const { immutable, metadata } = plan.resource.kubernetes_config_map_v1[`${release}-pipeline`];
    expect(values.configReloader.enabled).toBe(false);
    expect(immutable).toBe(true);
    expect(metadata).toMatchObject({ generate_name: `${release}-pipeline-`, namespace: "monitoring" });
    expect(metadata).not.toHaveProperty("name");
  });

  test("can go back to the pipeline before, which is deleted only when the release has the new one", () => {
    const { lifecycle } = plan.resource.kubernetes_config_map_v1[`${release}-pipeline`];
    expect(lifecycle).toEqual({ create_before_destroy: true });
  });
});

describe("the agent on every node", () => {
  const values = releaseValues(plan, "alloy");

  test("runs on tainted nodes and sees their logs", () => {
    expect(values.controller).toMatchObject({ type: "daemonset", tolerations: [{ operator: "Exists" }] });
    expect(values.alloy.mounts.varlog).toBe(true);
  });

  test("keeps its positions on the node, in a folder of its installation", () => {
    const { alloy } = exampleModel({ namespace: { name: "logs", create: false } });
    const { controller } = agentChartValues(alloy);
    const hostPath = { path: "/var/lib/alloy/logs", type: "DirectoryOrCreate" };
    expect(controller.volumes.extra).toContainEqual({ name: "positions", hostPath });
  });

  test("may not write to the journal or the machine's id", () => {
    const readOnly = values.alloy.mounts.extra.filter((mount: { readOnly: boolean }) => mount.readOnly);
    expect(readOnly.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual(["/run/log", "/etc/machine-id"]);
  });

  test("sees nothing of the journal where the settings turn it off", () => {
    expect(agent({ journal: false }).alloy.mounts.extra.map(({ name }) => name)).toEqual(["positions"]);
    expect(agent({ journal: false }).controller.volumes.extra.map(({ name }) => name)).toEqual(["positions"]);
  });

  test("sees Docker's folder of logs under Docker alone", () => {
    expect(agent({ runtime: "docker" }).alloy.mounts.dockercontainers).toBe(true);
    expect(agent({ runtime: "containerd" }).alloy.mounts.dockercontainers).toBe(false);
  });

  test("is replaced on as many nodes at a time as its rollout's time-out reckons with", () => {
    expect(values.controller.updateStrategy.rollingUpdate).toMatchObject({ maxSurge: `${100 * ROLLOUT_SHARE}%` });
  });
});

describe("the collector of events", () => {
  test("is one pod at any time, or events would be there twice", () => {
    const { controller } = releaseValues(plan, "alloy-events");
    expect(controller).toMatchObject({ type: "deployment", replicas: 1, updateStrategy: { type: "Recreate" } });
  });

  test("is gone with its pipeline where the settings turn it off", () => {
    const { helm_release, kubernetes_config_map_v1 } = synthesized({ alloy: { events: false } }).resource;
    expect(Object.keys(helm_release)).toEqual(["alloy", "loki"]);
    expect(Object.keys(kubernetes_config_map_v1)).not.toContain("alloy-events-pipeline");
  });
});
