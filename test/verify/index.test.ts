import { pass, skipped, warn } from "../../src/diagnostics/outcome";
import { inNamespace } from "../../src/diagnostics/rbac";
import { diagnostics, success } from "../../src/verify";
import { sampleResult } from "../diagnostics/samples";
import { exampleModel } from "../helpers/example";

describe("the permissions of verify", () => {
  const model = exampleModel();
  const create = inNamespace("monitoring-drill", "pods", ["create", "list", "delete", "deletecollection"]);

  // Each may be the only one that runs, and so create the pods.
  test.each(["inotify", "marker", "events", "refused", "drill"])(
    "let the diagnostic %s create the drill's pods",
    (id) => {
      const permissions = diagnostics.find((diagnostic) => diagnostic.id === id)?.permissions(model, false);
      expect(permissions).toContainEqual(create);
    },
  );

  // The namespace of the stack admits privileged pods: the right to create one makes its holder root on every node.
  test("let a run create and delete nothing in the namespace of the stack but silences", () => {
    const own = diagnostics
      .flatMap((diagnostic) => diagnostic.permissions(model, false))
      .filter(({ namespace, resource }) => namespace === "monitoring" && resource !== "services/proxy");
    expect(new Set(own.flatMap(({ verbs }) => verbs))).toEqual(new Set(["get", "list"]));
  });

  test("let only the diagnostic that fires the alert create a silence", () => {
    const silencing = diagnostics.filter(({ permissions }) =>
      permissions(model, false).some(
        ({ resource, verbs }) => resource === "services/proxy" && verbs.includes("create"),
      ),
    );
    expect(silencing.map(({ id }) => id)).toEqual(["drill"]);
  });

  test("let a read-only run delete nothing", () => {
    const all = diagnostics.flatMap((diagnostic) => diagnostic.permissions(model, true));
    expect(all.filter(({ verbs }) => verbs.includes("delete"))).toEqual([]);
  });
});

describe("the summary of a successful run", () => {
  const line = sampleResult("marker", pass("5 of 5 nodes within 2.1 s, median 1.9 s"));
  const alert = sampleResult("drill", pass("within 7.4 s"));

  test("has the times of the line and of its alert", () => {
    expect(success([line, alert])).toBe(
      "A line reaches Loki (5 of 5 nodes within 2.1 s, median 1.9 s), and its alert reaches Alertmanager (within 7.4 s)",
    );
  });

  test("does not mention an alert that was excluded", () => {
    expect(success([line])).toBe("A line reaches Loki (5 of 5 nodes within 2.1 s, median 1.9 s)");
  });

  test("says that the alert was not seen", () => {
    const unseen = sampleResult("drill", warn({ got: "no line on a", expected: "the alert", causes: [] }));
    expect(success([line, unseen])).toBe(
      "A line reaches Loki (5 of 5 nodes within 2.1 s, median 1.9 s), but its alert was not seen in Alertmanager",
    );
  });

  test("mentions only some nodes if one could not write its line", () => {
    const some = sampleResult("marker", warn({ got: "4 of 5 nodes", expected: "5", causes: [] }));
    expect(success([some])).toBe("A line reaches Loki from some nodes");
    expect(success([some, alert])).toBe(
      "A line reaches Loki from some nodes, and its alert reaches Alertmanager (within 7.4 s)",
    );
  });

  test("says that a read-only run wrote no line", () => {
    expect(success([sampleResult("marker", skipped("it creates something, and the run is read-only"))])).toBe(
      "Everything that ran passes; no line was written",
    );
  });
});
