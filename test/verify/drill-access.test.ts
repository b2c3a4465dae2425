import { inNamespace } from "../../src/diagnostics/permission";
import { links } from "../../src/verify";
import { exampleModel } from "../helpers/example";

const model = exampleModel();
const CREATE = inNamespace("monitoring", "pods", ["create", "list", "delete", "deletecollection"]);

function accessOf(id: string, readOnly: boolean) {
  return links.find((link) => link.id === id)?.access(model, readOnly) ?? [];
}

/** Each may be the only one that is asked for, and so the first that asks for the drill's pods. */
test.each(["inotify", "marker", "events", "refused", "drill"])("%s may make the pods of a drill", (id) => {
  expect(accessOf(id, false)).toContainEqual(CREATE);
});

test("a run that only reads may remove nothing, and so makes nothing", () => {
  const every = links.flatMap((link) => link.access(model, true));
  expect(every.filter(({ verbs }) => verbs.includes("delete"))).toEqual([]);
});
