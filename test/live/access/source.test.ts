import { join } from "node:path";
import { contextOf, filesOf, type Surroundings, sourceOf } from "../../../src/live/cluster/source";
import { exampleModel } from "../../example";
import { inFolder } from "../../folder";

const home = "/home/jane";
const bare: Surroundings = { terraform: { kubeconfig: null, context: null }, root: "/project", environment: {}, home };

function files(surroundings: Partial<Surroundings>): readonly string[] {
  return sourceOf({ ...bare, ...surroundings }).files;
}

test("the setting of main.ts comes first, as Terraform finds it", () => {
  const environment = { KUBE_CONFIG_PATH: "/other", KUBECONFIG: "/third" };
  const set = (kubeconfig: string) => exampleModel({ terraform: { kubeconfig } }).terraform;
  expect(files({ environment, terraform: set("secrets/config") })).toEqual(["/project/secrets/config"]);
  expect(files({ environment, terraform: set("~/.kube/prod") })).toEqual([join(home, ".kube/prod")]);
});

test("then the variable that a deploy reads, and then kubectl's", () => {
  const environment = { KUBE_CONFIG_PATH: "~/one", KUBECONFIG: "/two:/three" };
  expect(files({ environment })).toEqual([join(home, "one")]);
  expect(files({ environment: { ...environment, KUBE_CONFIG_PATH: "" } })).toEqual(["/two", "/three"]);
});

test("without any of them, what kubectl reads by itself", () => {
  expect(files({})).toEqual([join(home, ".kube/config")]);
});

test("files of a list that aren't there are passed over", () => {
  inFolder({ "here.yaml": "" }, (folder) => {
    const here = join(folder, "here.yaml");
    expect(filesOf({ named: "KUBECONFIG", files: [join(folder, "gone.yaml"), here] })).toEqual([here]);
  });
});

test("the context is the setting's, else the one that a deploy takes from KUBE_CTX, else the file's", () => {
  const environment = { KUBE_CTX: "staging" };
  expect(contextOf({ ...bare, environment, terraform: { kubeconfig: null, context: "prod" } })).toBe("prod");
  expect(contextOf({ ...bare, environment })).toBe("staging");
  expect(contextOf({ ...bare, environment: { KUBE_CTX: "" } })).toBeNull();
});
