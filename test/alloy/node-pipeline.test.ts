import { JOURNAL_JOB } from "../../src/alloy/jobs";
import { nodePipeline } from "../../src/alloy/node-pipeline";
import type { AlloySettings } from "../../src/alloy/settings";
import { print } from "../../src/alloy/syntax/print";
import { Duration } from "../../src/units";
import { exampleModel } from "../helpers/example";
import { golden } from "../helpers/golden";

function pipeline(alloy: AlloySettings = {}): string {
  return print(nodePipeline(exampleModel({ alloy }).alloy));
}

test("the whole configuration of the agent on each node is the golden file", () => {
  const text = pipeline();
  expect(text).toBe(golden("alloy/golden/node.alloy", text));
});

describe("pod logs", () => {
  test("are read on their own node alone", () => {
    expect(pipeline()).toContain('field = "spec.nodeName=" + sys.env("K8S_NODE_NAME")');
  });

  test("are read from paths whose groups are all in braces: $1_ would be the group named 1_", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: groups of the regular expression, in Alloy's notation
    expect(pipeline()).toContain('replacement   = "/var/log/pods/${1}_${2}_${3}/${4}/*.log"');
    expect(pipeline()).not.toMatch(/\$\d/);
  });

  test("are read where the kubelet keeps those of static pods, too", () => {
    expect(pipeline()).toContain("__meta_kubernetes_pod_annotation_kubernetes_io_config_mirror");
  });

  test("lose the file's name as a label, after the format that joins split lines by it", () => {
    expect(pipeline()).toMatch(/stage\.cri \{[^}]*\}[^}]*stage\.label_drop \{\s*values = \["filename"\]/);
  });

  test.each(["containerd", "cri-o"] as const)("of %s are in the format of CRI", (runtime) => {
    expect(pipeline({ runtime })).toContain("stage.cri {");
    expect(pipeline({ runtime })).not.toContain("stage.docker");
  });

  test("of Docker are in the format of Docker", () => {
    expect(pipeline({ runtime: "docker" })).toContain("stage.docker {");
    expect(pipeline({ runtime: "docker" })).not.toContain("stage.cri");
  });
});

describe("the journal", () => {
  test("carries the job by which the OOMKilled rule selects it", () => {
    const rules = exampleModel().alerting.files.map(({ text }) => text);
    expect(pipeline()).toContain(`job  = "${JOURNAL_JOB}"`);
    expect(rules.join("")).toContain(`{job="${JOURNAL_JOB}"`);
  });

  test("leaves no component behind where the settings turn it off", () => {
    expect(pipeline()).toContain('loki.source.journal "node"');
    expect(pipeline({ journal: false })).not.toContain("journal");
  });
});

describe("lines that are dropped", () => {
  const health = { name: "health-checks", reason: "Nobody reads them.", selector: '{app="web"} |= "GET /healthz"' };
  const printed = `
	// Nobody reads them.
	stage.match {
		selector            = "{app=\\"web\\"} |= \\"GET /healthz\\""
		action              = "drop"
		drop_counter_reason = "health-checks"
	}
`;

  test("are named by the settings, with the reason above the rule, for pods alone", () => {
    expect(pipeline({ drop: [health] }).split(printed)).toHaveLength(2);
    expect(pipeline()).not.toContain(health.name);
  });

  test("are, without settings, the ruler's own evaluations in Loki's log, and nothing of the journal", () => {
    expect(pipeline().split("stage.match")).toHaveLength(2);
    expect(pipeline()).toContain('drop_counter_reason = "ruler_evaluations"');
  });

  test("have a reason of one line, which is all that a comment holds", () => {
    const drop = [{ ...health, reason: "Nobody\nreads them." }];
    expect(() => pipeline({ drop })).toThrow("alloy.drop[0].reason: got ");
  });

  test("are those that Loki would refuse for their age", () => {
    const { alloy } = exampleModel({ loki: { retention: Duration.days(2) } });
    expect(print(nodePipeline(alloy))).toContain('older_than          = "48h"');
  });
});

test("lines that Loki does not take are sent until it takes them", () => {
  expect(pipeline()).toContain("max_backoff_retries = 0");
});
