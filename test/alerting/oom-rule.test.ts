import { exampleModel } from "../helpers/example";

const text = exampleModel()
  .alerting.files.map((file) => file.text)
  .join("\n");
const [, source = ""] = /\| regexp `(task_memcg=[^`]*)`/.exec(text) ?? [];
const uidOf = (path: string) => {
  const line = `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=a,mems_allowed=0,oom_memcg=/x,task_memcg=${path},task=a,pid=1,uid=0`;
  return new RegExp(source.replace("(?P<", "(?<")).exec(line)?.groups?.["pod_uid"];
};

const UID = "20dc3407-0c63-4113-97e9-79091938ca2c";
const UNDERSCORED = UID.replaceAll("-", "_");
const STATIC = "a41926d07d1e8ebc91c73431543cfc75";
const SLICE = "/kubepods.slice/kubepods-burstable.slice";

test.each([
  ["cgroupfs, burstable", `/kubepods/burstable/pod${UID}/0a1b`, UID],
  ["cgroupfs, guaranteed", `/kubepods/pod${UID}/0a1b`, UID],
  ["cgroupfs, the pod's own cgroup", `/kubepods/besteffort/pod${UID}`, UID],
  [
    "systemd with containerd",
    `${SLICE}/kubepods-burstable-pod${UNDERSCORED}.slice/cri-containerd-0a.scope`,
    UNDERSCORED,
  ],
  ["systemd with CRI-O", `${SLICE}/kubepods-burstable-pod${UNDERSCORED}.slice/crio-0a.scope/container`, UNDERSCORED],
  ["systemd, guaranteed", `/kubepods.slice/kubepods-pod${UNDERSCORED}.slice/cri-containerd-0a.scope`, UNDERSCORED],
  ["a static pod", `/kubepods/burstable/pod${STATIC}/0a1b`, STATIC],
  ["a node in a container", `/kubelet/kubepods/burstable/pod${UID}/0a1b`, UID],
  ["a pod that names a cgroup of its own after another", `/kubepods/pod${UID}/0a/pod${STATIC}/1`, UID],
])("the OOM rule finds the pod's uid under %s", (_, path, uid) => {
  expect(uidOf(path)).toBe(uid);
});

test.each(["/system.slice/sshd.service", "/machine.slice/libpod-0a1b.scope", "/user.slice/user-0.slice", "/kubepods"])(
  "the OOM rule leaves %s alone",
  (path) => {
    expect(uidOf(path)).toBeUndefined();
  },
);
