import { toolsFor } from "../../src/kube/tools";

test("kubectl and Helm need no flags where they read the same file and take the same context", () => {
  const plain = { kubectl: "kubectl", oc: "oc", helm: "helm" };
  expect(toolsFor({ setBy: "KUBECONFIG", files: ["a", "b"] }, "home", "home")).toEqual(plain);
  expect(toolsFor({ setBy: null, files: ["config"] }, "home", "home")).toEqual(plain);
});

test("they are told of a context that isn't the kubeconfig's own", () => {
  const tools = toolsFor({ setBy: null, files: ["config"] }, "away", "home");
  expect(tools).toEqual({
    kubectl: "kubectl --context away",
    oc: "oc --context away",
    helm: "helm --kube-context away",
  });
});

test("they are told of a file that only Terraform reads, as a shell takes it", () => {
  const source = { setBy: "KUBE_CONFIG_PATH", files: ["/home/jane/my config"] };
  expect(toolsFor(source, "home", "home")["kubectl"]).toBe("kubectl --kubeconfig '/home/jane/my config'");
});

test("several files that only Terraform reads are told as no flag can tell them", () => {
  const { kubectl, helm } = toolsFor({ setBy: "KUBE_CONFIG_PATHS", files: ["/a b", "/c"] }, "away", "home");
  expect(kubectl).toBe("KUBECONFIG='/a b:/c' kubectl --context away");
  expect(helm).toBe("KUBECONFIG='/a b:/c' helm --kube-context away");
});
