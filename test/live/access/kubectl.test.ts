import { kubectlFor } from "../../../src/live/cluster/kubectl";

test("kubectl needs no flags where it reads the same file and takes the same context", () => {
  expect(kubectlFor({ named: "KUBECONFIG", files: ["a", "b"] }, "home", "home")).toBe("kubectl");
  expect(kubectlFor({ named: null, files: ["config"] }, "home", "home")).toBe("kubectl");
});

test("kubectl is told of a context that isn't the kubeconfig's own", () => {
  expect(kubectlFor({ named: null, files: ["config"] }, "away", "home")).toBe("kubectl --context away");
});

test("kubectl is told of a file that only Terraform reads", () => {
  const source = { named: "KUBE_CONFIG_PATH", files: ["/etc/kube/config"] };
  expect(kubectlFor(source, "home", "home")).toBe("kubectl --kubeconfig /etc/kube/config");
});
