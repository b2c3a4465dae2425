import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { InotifySettings } from "../../src/sysctl/model";
import { raisesEnough } from "../../src/verify/inotify";
import { exampleModel } from "../helpers/example";
import { synthesized } from "../helpers/synthesized";

function podSpec(inotify: InotifySettings = {}) {
  return synthesized({ inotify }).resource.kubernetes_daemon_set_v1["sysctl-inotify"].spec.template.spec;
}

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

  test("is privileged only until the limits are raised", () => {
    expect(init.security_context).toEqual({ privileged: true });
    expect(pause.security_context).toMatchObject({
      allow_privilege_escalation: false,
      read_only_root_filesystem: true,
      run_as_non_root: true,
      capabilities: { drop: ["ALL"] },
    });
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
      expect(resources.requests).toEqual({ cpu: "1m", memory: "4Mi" });
      expect(resources.limits).toHaveProperty("memory");
    }
  });
});

describe("the script on a node", () => {
  const FILES = ["max_user_watches", "max_user_instances", "max_queued_events"] as const;
  const LIMITS: InotifySettings = { maxUserWatches: 1_000, maxUserInstances: 200, maxQueuedEvents: 30 };

  /** A fake sysctl: writes to the same files as the real one, and records its calls. */
  const SYSCTL = `#!/bin/sh
[ "$1" = -w ] || exit 2
echo "$2" >> calls
key=\${2%%=*}
echo "\${2#*=}" > "\${key#fs.inotify.}"
`;

  let node: string;

  beforeEach(() => {
    node = mkdtempSync(join(tmpdir(), "node-"));
    writeFileSync(join(node, "sysctl"), SYSCTL);
    chmodSync(join(node, "sysctl"), 0o755);
  });

  afterEach(() => rmSync(node, { recursive: true }));

  function run(values: readonly (number | null)[]) {
    for (const [index, file] of FILES.entries()) {
      const value = values[index] ?? null;
      if (value !== null) writeFileSync(join(node, file), `${value}\n`);
    }
    const [shell, flag, script] = podSpec(LIMITS).init_container[0].command;
    const here = script.replaceAll("/proc/sys/fs/inotify", node);
    const PATH = [node, process.env["PATH"]].join(delimiter);
    const { status } = spawnSync(shell, [flag, here], { cwd: node, env: { PATH } });
    const calls = existsSync(join(node, "calls")) ? readFileSync(join(node, "calls"), "utf8").trim().split("\n") : [];
    return { status, calls };
  }

  test("raises every limit that is lower", () => {
    expect(run([999, 128, 1])).toEqual({
      status: 0,
      calls: [
        "fs.inotify.max_user_watches=1000",
        "fs.inotify.max_user_instances=200",
        "fs.inotify.max_queued_events=30",
      ],
    });
    expect(FILES.map((file) => readFileSync(join(node, file), "utf8"))).toEqual(["1000\n", "200\n", "30\n"]);
  });

  test("leaves equal and higher limits as they are", () => {
    expect(run([1_001, 128, 30])).toEqual({ status: 0, calls: ["fs.inotify.max_user_instances=200"] });
    expect(readFileSync(join(node, "max_user_watches"), "utf8")).toBe("1001\n");
  });

  test("fails on a node without one of the limits, so that the pod shows the failure", () => {
    const { status, calls } = run([1, null, 1]);
    expect(status).not.toBe(0);
    expect(calls).toEqual(["fs.inotify.max_user_watches=1000"]);
  });

  test("fails if the node rejects a limit, so that the pod shows the failure", () => {
    writeFileSync(join(node, "sysctl"), "#!/bin/sh\nexit 1\n");
    expect(run([1, 1, 1]).status).toBe(1);
  });
});
