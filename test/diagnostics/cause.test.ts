import { filled } from "../../src/diagnostics/cause";

test("adds the flags of the cluster to every command of a cause, and to no other word", () => {
  const names = {
    kubectl: "kubectl --context a",
    helm: "helm --kube-context a",
    oc: "oc --context a",
    "npm run verify": "npm run verify -- --context a",
  };
  const next = (text: string) => filled({ cause: "", next: text }, names).next;
  expect(next("kubectl get pods -l owner=helm | grep x")).toBe("kubectl --context a get pods -l owner=helm | grep x");
  expect(next("oc adm policy && oc adm top")).toBe("oc --context a adm policy && oc --context a adm top");
  expect(next("helm uninstall loki")).toBe("helm --kube-context a uninstall loki");
  expect(next("npm run verify -- --only drill")).toBe("npm run verify -- --context a --only drill");
  expect(next("npm run preflight")).toBe("npm run preflight");
});
