import { judgeStorageClass } from "../../src/preflight/links/storage-class";
import { fault } from "./objects";

test("a class that no cluster has is the plan's", () => {
  expect(judgeStorageClass(null, "monitoring-loki")).toMatchObject({
    status: "holds",
    figure: 'no class "monitoring-loki"',
  });
});

test("one that a cluster has may answer in the volume's place", () => {
  expect(fault(judgeStorageClass({ provisioner: "rancher.io/local-path" }, "monitoring-loki"))).toMatchObject({
    status: "doubtful",
    found: 'a class "monitoring-loki" of rancher.io/local-path',
    names: { "storage-class": "monitoring-loki" },
  });
});
