import { filled } from "../../src/diagnostics/cause";
import { toolsFor } from "../../src/kube/tools";

test("kubectl and Helm need no flags where they read the same file and take the same context", () => {
  const plain = { kubectl: "kubectl", oc: "oc", helm: "helm" };
  expect(toolsFor({ named: "KUBECONFIG", files: ["a", "b"] }, "home", "home")).toEqual(plain);
  expect(toolsFor({ named: null, files: ["config"] }, "home", "home")).toEqual(plain);
});

test("they are told of a context that isn't the kubeconfig's own", () => {
  const tools = toolsFor({ named: null, files: ["config"] }, "away", "home");
  expect(tools).toEqual({
    kubectl: "kubectl --context away",
    oc: "oc --context away",
    helm: "helm --kube-context away",
  });
});

test("they are told of a file that only Terraform reads, as a shell takes it", () => {
  const source = { named: "KUBE_CONFIG_PATH", files: ["/home/jane/my config"] };
  expect(toolsFor(source, "home", "home")["kubectl"]).toBe("kubectl --kubeconfig '/home/jane/my config'");
});

test("several files that only Terraform reads are told as no flag can tell them", () => {
  const { kubectl, helm } = toolsFor({ named: "KUBE_CONFIG_PATHS", files: ["/a b", "/c"] }, "away", "home");
  expect(kubectl).toBe("KUBECONFIG='/a b:/c' kubectl --context away");
  expect(helm).toBe("KUBECONFIG='/a b:/c' helm --kube-context away");
});

test("every command of a cause is aimed at the cluster, and no word that only looks like one", () => {
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
