import { causes, storageClass } from "../../src/preflight/storage-class";

const name = "monitoring-loki";

test("passes if the cluster has no class of that name", () => {
  expect(storageClass.analyze({ name, found: null })).toMatchObject({
    status: "pass",
    detail: 'no class "monitoring-loki"',
  });
});

test("warns about a class whose provisioner may act on the volume", () => {
  expect(storageClass.analyze({ name, found: { provisioner: "rancher.io/local-path" } })).toMatchObject({
    status: "warn",
    got: 'a class "monitoring-loki" of rancher.io/local-path',
    causes: [causes.nameInUse({ storageClass: name })],
  });
});
