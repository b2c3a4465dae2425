import { toolsFor } from "../../src/kube/tools";

test("needs no flags if the tools read the same file and use the same context", () => {
  const plain = { kubectl: "kubectl", oc: "oc", helm: "helm" };
  expect(toolsFor({ setBy: "KUBECONFIG", files: ["a", "b"] }, "home", "home")).toEqual(plain);
  expect(toolsFor({ setBy: null, files: ["config"] }, "home", "home")).toEqual(plain);
});

test("names a context that isn't the current one", () => {
  const tools = toolsFor({ setBy: null, files: ["config"] }, "away", "home");
  expect(tools).toEqual({
    kubectl: "kubectl --context away",
    oc: "oc --context away",
    helm: "helm --kube-context away",
  });
});

test("names a file that only Terraform reads, quoted for a shell", () => {
  const source = { setBy: "KUBE_CONFIG_PATH", files: ["/home/jane/my config"] };
  expect(toolsFor(source, "home", "home")["kubectl"]).toBe("kubectl --kubeconfig '/home/jane/my config'");
});

test("sets KUBECONFIG for several files that only Terraform reads, because the flag takes one", () => {
  const { kubectl, helm } = toolsFor({ setBy: "KUBE_CONFIG_PATHS", files: ["/a b", "/c"] }, "away", "home");
  expect(kubectl).toBe("KUBECONFIG='/a b:/c' kubectl --context away");
  expect(helm).toBe("KUBECONFIG='/a b:/c' helm --kube-context away");
});
