import { join } from "node:path";
import {
  defaultContext,
  existingFiles,
  type KubeconfigProps,
  kubeconfigNotes,
  kubeconfigSource,
} from "../../src/kube/kubeconfig";
import { exampleModel } from "../helpers/example";
import { inFolder } from "../helpers/folder";

const home = "/home/jane";
const bare: KubeconfigProps = {
  kubeconfig: null,
  terraform: { kubeconfig: null, context: null },
  terraformDirectory: "/project/cdktf.out/stacks/log-collection",
  environment: {},
  home,
};

function files(props: Partial<KubeconfigProps>): readonly string[] {
  return kubeconfigSource({ ...bare, ...props }).files;
}

test("prefers the file in --kubeconfig", () => {
  const terraform = { kubeconfig: "secrets/config", context: null };
  const props = { ...bare, terraform, kubeconfig: "/named" };
  expect(kubeconfigSource(props)).toEqual({ setBy: "--kubeconfig", files: ["/named"] });
});

test("then reads the setting in main.ts, as Terraform resolves it", () => {
  const environment = { KUBE_CONFIG_PATH: "/other", KUBECONFIG: "/third" };
  const { terraform } = exampleModel({ terraform: { kubeconfig: "../terraform/kubeconfig.yaml" } });
  const { terraformDirectory } = bare;
  expect(files({ environment, terraform })).toEqual([
    join(terraformDirectory, "../../../../terraform/kubeconfig.yaml"),
  ]);
  const atHome = { ...terraform, kubeconfig: "~/.kube/prod" };
  expect(files({ environment, terraform: atHome })).toEqual([join(home, ".kube/prod")]);
});

test("then reads Terraform's variables, and then kubectl's", () => {
  const environment = { KUBE_CONFIG_PATH: "~/one", KUBE_CONFIG_PATHS: "~/two:/three", KUBECONFIG: "/four:/five" };
  expect(files({ environment })).toEqual([join(home, "one")]);
  expect(files({ environment: { ...environment, KUBE_CONFIG_PATH: "" } })).toEqual([join(home, "two"), "/three"]);
  expect(files({ environment: { KUBECONFIG: "/four:/five" } })).toEqual(["/four", "/five"]);
});

test("reads kubectl's default file if nothing else is set", () => {
  expect(files({})).toEqual([join(home, ".kube/config")]);
});

test("notes a kubeconfig that Terraform doesn't read", () => {
  inFolder({ "here.yaml": "" }, (folder) => {
    const here = join(folder, "here.yaml");
    const note = `KUBE_CONFIG_PATH is not set: this cluster comes from ${here}, which Terraform doesn't read`;
    expect(kubeconfigNotes({ setBy: "KUBECONFIG", files: [join(folder, "gone.yaml"), here] })).toEqual([note]);
    expect(kubeconfigNotes({ setBy: null, files: [here] })).toEqual([note]);
    expect(kubeconfigNotes({ setBy: "KUBE_CONFIG_PATH", files: [here] })).toEqual([]);
    expect(kubeconfigNotes({ setBy: null, files: [join(folder, "gone.yaml")] })).toEqual([]);
  });
});

test("skips missing files in a list", () => {
  inFolder({ "here.yaml": "" }, (folder) => {
    const here = join(folder, "here.yaml");
    expect(existingFiles({ setBy: "KUBECONFIG", files: [join(folder, "gone.yaml"), here] })).toEqual([here]);
  });
});

test("takes the context from the setting, then from KUBE_CTX, then from the file", () => {
  const environment = { KUBE_CTX: "staging" };
  expect(defaultContext({ ...bare, environment, terraform: { kubeconfig: null, context: "prod" } })).toBe("prod");
  expect(defaultContext({ ...bare, environment })).toBe("staging");
  expect(defaultContext({ ...bare, environment: { KUBE_CTX: "" } })).toBeNull();
});
