import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InotifySettings } from "../../src/sysctl/model";
import { parseLimits, raisesEnough } from "../../src/verify/inotify";
import { exampleModel } from "../helpers/example";
import { synthesized } from "../helpers/synthesized";

function podSpec(inotify: InotifySettings = {}) {
  return synthesized({ inotify }).resource.kubernetes_daemon_set_v1["sysctl-inotify"].spec.template.spec;
}

const CONFINED = {
  allow_privilege_escalation: false,
  capabilities: { drop: ["ALL"] },
  privileged: false,
  read_only_root_filesystem: true,
  seccomp_profile: { type: "RuntimeDefault" },
};

describe("the DaemonSet", () => {
  const daemonSet = synthesized().resource.kubernetes_daemon_set_v1["sysctl-inotify"];
  const [init] = podSpec().init_container;
  const [pause] = podSpec().container;

  test("selects its own pods", () => {
    expect(daemonSet.spec.template.metadata.labels).toEqual(daemonSet.spec.selector.match_labels);
  });

  test("runs on every Linux node, including tainted ones", () => {
    expect(podSpec()).toMatchObject({
      toleration: [{ operator: "Exists" }],
      node_selector: { "kubernetes.io/os": "linux" },
    });
  });

  test("changes the limits as the node's root, without any capability, and sees no other file of the node", () => {
    expect(init.security_context).toEqual({ ...CONFINED, run_as_non_root: false, run_as_user: "0", run_as_group: "0" });
    expect(podSpec().volume).toEqual([
      { name: "inotify", host_path: { path: "/proc/sys/fs/inotify", type: "Directory" } },
    ]);
    expect(init.volume_mount).toEqual([{ name: "inotify", mount_path: "/node/inotify" }]);
  });

  test("keeps a container running that has no mount and no user of the node", () => {
    const user = { run_as_non_root: true, run_as_user: "65535", run_as_group: "65535" };
    expect(pause.security_context).toEqual({ ...CONFINED, ...user });
    expect(pause).not.toHaveProperty("volume_mount");
  });

  test("shares no namespace of the node", () => {
    for (const shared of ["host_pid", "host_network", "host_ipc"]) expect(podSpec()).not.toHaveProperty(shared);
  });

  test("has no access to the API server", () => {
    expect(podSpec().automount_service_account_token).toBe(false);
  });

  test("shows verify which limits it raises", () => {
    const pod = { spec: { containers: [], initContainers: [init] } };
    const { inotify } = exampleModel();
    expect(raisesEnough(pod, inotify)).toBe(true);
    expect(raisesEnough(pod, { ...inotify, maxUserInstances: 8_193 })).toBe(false);
  });

  test("sets requests and limits, which namespaces with a quota require", () => {
    for (const { resources } of [init, pause]) {
      expect(resources.requests).toEqual({ cpu: "1m", memory: "4Mi", "ephemeral-storage": "1Mi" });
      expect(Object.keys(resources.limits)).toEqual(expect.arrayContaining(["memory", "ephemeral-storage"]));
    }
  });
});

describe("the script on a node", () => {
  const FILES = ["max_user_watches", "max_user_instances", "max_queued_events"] as const;
  const LIMITS: InotifySettings = { maxUserWatches: 1_000, maxUserInstances: 200, maxQueuedEvents: 30 };

  let node: string;

  beforeEach(() => {
    node = mkdtempSync(join(tmpdir(), "node-"));
  });

  afterEach(() => rmSync(node, { recursive: true }));

  /** Runs the script where the mount is a folder. */
  function run(values: readonly (number | null)[]) {
    for (const [index, file] of FILES.entries()) {
      const value = values[index] ?? null;
      if (value !== null) writeFileSync(join(node, file), `${value}\n`);
    }
    const [shell, flag, script] = podSpec(LIMITS).init_container[0].command;
    const here = script.replaceAll("/node/inotify", node);
    const { status, stdout, stderr } = spawnSync(shell, [flag, here], { encoding: "utf8" });
    return { status, stdout: stdout.trim().split("\n"), stderr };
  }

  function written(): readonly string[] {
    return FILES.map((file) => readFileSync(join(node, file), "utf8").trim());
  }

  test("raises every limit that is lower, and shows verify the values", () => {
    const { status, stdout } = run([999, 128, 1]);
    expect(status).toBe(0);
    expect(written()).toEqual(["1000", "200", "30"]);
    expect(parseLimits("node-1", stdout.join("\n")).values).toEqual({
      max_user_watches: 1_000,
      max_user_instances: 200,
      max_queued_events: 30,
    });
  });

  test("leaves equal and higher limits as they are, and shows verify the values", () => {
    const { status, stdout } = run([1_001, 128, 30]);
    expect(status).toBe(0);
    expect(written()).toEqual(["1001", "200", "30"]);
    expect(parseLimits("node-1", stdout.join("\n")).values).toEqual({
      max_user_watches: 1_001,
      max_user_instances: 200,
      max_queued_events: 30,
    });
  });

  test("fails on a node without one of the limits, so that the pod shows the failure", () => {
    const { status, stderr } = run([1, null, 1]);
    expect(status).not.toBe(0);
    expect(stderr).toContain("max_user_instances");
    expect(readFileSync(join(node, "max_user_watches"), "utf8")).toBe("1000\n");
  });

  test("fails if the node forbids the write, so that the pod shows the failure", () => {
    symlinkSync("/proc/version", join(node, FILES[0]));
    expect(run([null, 1, 1]).status).not.toBe(0);
  });

  test("fails if a write has no effect, so that the pod shows the failure", () => {
    // Like a sandboxed kernel, which accepts the write and keeps its value.
    writeFileSync(join(node, "kept"), "1\n");
    const keeping = 'cat() { command cat "$(dirname "$1")/kept"; }';
    const [shell, flag, script] = podSpec(LIMITS).init_container[0].command;
    const here = `${keeping}\n${script.replaceAll("/node/inotify", node)}`;
    const { status, stderr } = spawnSync(shell, [flag, here], { encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toBe("fs.inotify.max_user_watches is still 1 after writing 1000\n");
  });
});
