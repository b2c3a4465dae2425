import { agentChartValues } from "../../src/alloy/chart-values";
import { ROLLOUT_SHARE } from "../../src/alloy/model";
import { eventsPipeline, nodePipeline } from "../../src/alloy/pipelines";
import type { AlloySettings } from "../../src/alloy/settings";
import { print } from "../../src/alloy/syntax";
import { exampleModel } from "../helpers/example";
import { configMapFile, releaseValues } from "../helpers/release";
import { synthesized } from "../helpers/synthesized";

function agent(alloy: AlloySettings = {}) {
  return agentChartValues(exampleModel({ alloy }).alloy);
}

const stack = synthesized();
const { alloy } = exampleModel();

describe.each([
  { release: "alloy", pipeline: print(nodePipeline(alloy)) },
  { release: "alloy-events", pipeline: print(eventsPipeline(alloy)) },
])("the release $release", ({ release, pipeline }) => {
  const values = releaseValues(stack, release);

  test("reads the pipeline from the stack's ConfigMap", () => {
    const { create, key } = values.alloy.configMap;
    expect(create).toBe(false);
    expect(configMapFile(stack, `${release}-pipeline`, key)).toBe(pipeline);
    expect(stack.resource.helm_release[release].set).toEqual([
      {
        name: "alloy.configMap.name",
        value: `\${kubernetes_config_map_v1.${release}-pipeline.metadata[0].name}`,
      },
    ]);
  });

  test("mounts exactly the volumes that it defines", () => {
    const names = (items: readonly { name: string }[]) => items.map(({ name }) => name);
    expect(names(values.alloy.mounts.extra)).toEqual(names(values.controller.volumes.extra));
  });

  test("keeps its positions on a writable volume", () => {
    const positions = values.alloy.mounts.extra.find(({ name }: { name: string }) => name === "positions");
    expect(positions.mountPath).toBe(values.alloy.storagePath);
    expect(positions.readOnly).not.toBe(true);
  });

  test("turns off pprof and the support bundle", () => {
    expect(values.alloy.extraArgs).toEqual([
      "--server.http.enable-pprof=false",
      "--server.http.disable-support-bundle",
    ]);
  });

  test("has no CPU limit", () => {
    expect(values.alloy.resources.limits).not.toHaveProperty("cpu");
  });

  test("restarts its pods when the pipeline changes, because the ConfigMap is new and there is no reloader", () => {
    const { immutable, metadata } = stack.resource.kubernetes_config_map_v1[`${release}-pipeline`];
    expect(values.configReloader.enabled).toBe(false);
    expect(immutable).toBe(true);
    expect(metadata).toMatchObject({ generate_name: `${release}-pipeline-`, namespace: "monitoring" });
    expect(metadata).not.toHaveProperty("name");
  });

  test("can be rolled back, because the previous ConfigMap is deleted only after the release uses the new one", () => {
    const { lifecycle } = stack.resource.kubernetes_config_map_v1[`${release}-pipeline`];
    expect(lifecycle).toEqual({ create_before_destroy: true });
  });
});

describe("the agent on every node", () => {
  const values = releaseValues(stack, "alloy");

  test("runs on tainted nodes and mounts their logs", () => {
    expect(values.controller).toMatchObject({ type: "daemonset", tolerations: [{ operator: "Exists" }] });
    expect(values.alloy.mounts.varlog).toBe(true);
  });

  test("keeps its positions on the node, in a directory per installation", () => {
    const { alloy } = exampleModel({ namespace: { name: "logs", create: false } });
    const { controller } = agentChartValues(alloy);
    const hostPath = { path: "/var/lib/alloy/logs", type: "DirectoryOrCreate" };
    expect(controller.volumes.extra).toContainEqual({ name: "positions", hostPath });
  });

  test("mounts the journal and the machine id read-only", () => {
    const readOnly = values.alloy.mounts.extra.filter((mount: { readOnly: boolean }) => mount.readOnly);
    expect(readOnly.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual(["/run/log", "/etc/machine-id"]);
  });

  test("doesn't mount the journal if it is disabled", () => {
    expect(agent({ journal: false }).alloy.mounts.extra.map(({ name }) => name)).toEqual(["positions"]);
    expect(agent({ journal: false }).controller.volumes.extra.map(({ name }) => name)).toEqual(["positions"]);
  });

  test("mounts Docker's log directory only with Docker", () => {
    expect(agent({ runtime: "docker" }).alloy.mounts.dockercontainers).toBe(true);
    expect(agent({ runtime: "containerd" }).alloy.mounts.dockercontainers).toBe(false);
  });

  test("is replaced in the batches that its rollout timeout assumes", () => {
    expect(values.controller.updateStrategy.rollingUpdate).toMatchObject({ maxSurge: `${100 * ROLLOUT_SHARE}%` });
  });
});

describe("the events collector", () => {
  test("never has more than one pod, which would duplicate events", () => {
    const { controller } = releaseValues(stack, "alloy-events");
    expect(controller).toMatchObject({ type: "deployment", replicas: 1, updateStrategy: { type: "Recreate" } });
  });

  test("restarts if the API server stays away, and agents don't", () => {
    const { livenessProbe } = releaseValues(stack, "alloy-events").alloy;
    expect(livenessProbe.httpGet).toEqual({ path: "/-/healthy", port: "http-metrics" });
    expect(releaseValues(stack, "alloy").alloy.livenessProbe).toBeUndefined();
  });

  test("is absent, with its pipeline, if events are disabled", () => {
    const { helm_release, kubernetes_config_map_v1 } = synthesized({ alloy: { events: false } }).resource;
    expect(Object.keys(helm_release)).toEqual(["alloy", "loki"]);
    expect(Object.keys(kubernetes_config_map_v1)).not.toContain("alloy-events-pipeline");
  });
});
