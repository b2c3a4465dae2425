import { apiServerEvents } from "../../src/alloy/components/api-server";
import { type LogsReceiver, pipelineBlocks } from "../../src/alloy/components/component";
import { lokiWrite } from "../../src/alloy/components/receivers";
import { lokiSourceEvents } from "../../src/alloy/components/sources";
import { eventsPipeline, nodePipeline } from "../../src/alloy/pipelines";
import type { AlloySettings } from "../../src/alloy/settings";
import { EVENTS_JOB, JOURNAL_JOB } from "../../src/alloy/source-contracts";
import { print } from "../../src/alloy/syntax";
import { Duration } from "../../src/units";
import { exampleModel } from "../helpers/example";
import { golden } from "../helpers/golden";

function pipeline(alloy: AlloySettings = {}): string {
  return print(nodePipeline(exampleModel({ alloy }).alloy));
}

test("the agent's pipeline equals the golden file", () => {
  const text = pipeline();
  expect(text).toBe(golden("alloy/golden/node.alloy", text));
});

describe("pod logs", () => {
  test("are read only on their own node", () => {
    expect(pipeline()).toContain('field = "spec.nodeName=" + sys.env("K8S_NODE_NAME")');
  });

  test("have paths with all groups in braces, because $1_ would be a group named 1_", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: groups of the regular expression, in Alloy's notation
    expect(pipeline()).toContain('replacement   = "/var/log/pods/${1}_${2}_${3}/${4}/*.log"');
    expect(pipeline()).not.toMatch(/\$\d/);
  });

  test("include those of static pods, which are in a different directory", () => {
    expect(pipeline()).toContain("__meta_kubernetes_pod_annotation_kubernetes_io_config_mirror");
  });

  test("keep the filename label until the format stage has joined split lines by it", () => {
    expect(pipeline()).toMatch(/stage\.cri \{[^}]*\}[^}]*stage\.label_drop \{\s*values = \["filename"\]/);
  });

  test.each(["containerd", "cri-o"] as const)("of %s are parsed in CRI format", (runtime) => {
    expect(pipeline({ runtime })).toContain("stage.cri {");
    expect(pipeline({ runtime })).not.toContain("stage.docker");
  });

  test("of Docker are parsed in Docker's format", () => {
    expect(pipeline({ runtime: "docker" })).toContain("stage.docker {");
    expect(pipeline({ runtime: "docker" })).not.toContain("stage.cri");
  });
});

describe("the journal", () => {
  test("has the job label that the OOMKilled rule selects", () => {
    const rules = exampleModel().alerting.files.map(({ text }) => text);
    expect(pipeline()).toContain(`job  = "${JOURNAL_JOB}"`);
    expect(rules.join("")).toContain(`{job="${JOURNAL_JOB}"`);
  });

  test("is absent if it is disabled", () => {
    expect(pipeline()).toContain('loki.source.journal "node"');
    expect(pipeline({ journal: false })).not.toContain("journal");
  });
});

describe("dropped lines", () => {
  const health = { name: "health-checks", reason: "They are noise.", selector: '{app="web"} |= "GET /healthz"' };
  const printed = `
	// They are noise.
	stage.match {
		selector            = "{app=\\"web\\"} |= \\"GET /healthz\\""
		action              = "drop"
		drop_counter_reason = "health-checks"
	}
`;

  test("match the settings, with the reason as a comment, for pods only", () => {
    expect(pipeline({ drop: [health] }).split(printed)).toHaveLength(2);
    expect(pipeline()).not.toContain(health.name);
  });

  test("include only Loki's rule evaluations by default, and no journal lines", () => {
    expect(pipeline().split(/action +=/)).toHaveLength(2);
    expect(pipeline()).toContain('drop_counter_reason = "ruler_evaluations"');
  });

  test("require a one-line reason, because it becomes a comment", () => {
    const drop = [{ ...health, reason: "They\nare noise." }];
    expect(() => pipeline({ drop })).toThrow("alloy.drop[0].reason: got ");
  });

  test("include lines that Loki would reject as too old", () => {
    const { alloy } = exampleModel({ loki: { retention: Duration.days(2) } });
    expect(print(nodePipeline(alloy))).toContain('older_than          = "48h"');
  });
});

describe("limits", () => {
  const limits = { share: { rate: 11, burst: 12 }, volume: { rate: 13, burst: 14 } };
  const { alloy } = exampleModel();
  const ofStage = (by: string, { rate, burst }: { rate: number; burst: number }) =>
    new RegExp(`stage\\.limit \\{\\s+rate += ${rate}\\s+burst += ${burst}\\s+drop += true\\s+by_label_name = "${by}"`);

  test("apply to each namespace of a node: in any second, and over days", () => {
    const [pods = ""] = print(nodePipeline({ ...alloy, limits })).split('loki.process "journal"');
    expect(pods).toMatch(ofStage("namespace", limits.share));
    expect(pods).toMatch(ofStage("namespace", limits.volume));
  });

  test("count no line that is dropped anyway", () => {
    expect(pipeline()).toMatch(/ruler_evaluations(?:.|\n)*stage\.limit/);
    expect(pipeline().split("ruler_evaluations")[0]).not.toContain("stage.limit");
  });

  test("apply to each transport of a journal, but never to the kernel's lines", () => {
    const [, journal = ""] = print(nodePipeline({ ...alloy, limits })).split('loki.process "journal"');
    expect(journal).toMatch(/selector = "\{transport!=\\"kernel\\"\}"\s+\/\/.*\s+stage\.limit/);
    expect(journal).toMatch(ofStage("transport", limits.share));
    expect(journal.split("stage.limit")).toHaveLength(2);
  });

  test("apply to the events of each namespace", () => {
    expect(print(eventsPipeline({ ...alloy, limits }))).toMatch(ofStage("namespace", limits.share));
  });
});

test("agents retry without a limit until Loki accepts a line", () => {
  expect(pipeline()).toContain("max_backoff_retries = 0");
});

test("the event collector's pipeline equals the golden file", () => {
  const text = print(eventsPipeline(exampleModel().alloy));
  expect(text).toBe(golden("alloy/golden/events.alloy", text));
});

test("events have the job label that the PodCrashLoopBackOff rule selects", () => {
  const rules = exampleModel().alerting.files.map(({ text }) => text);
  expect(print(eventsPipeline(exampleModel().alloy))).toContain(`job_name   = "${EVENTS_JOB}"`);
  expect(rules.join("")).toContain(`{job="${EVENTS_JOB}"`);
});

test("drop settings don't apply to events", () => {
  const drop = [{ name: "noise", reason: "It is noise.", selector: '{namespace="web"}' }];
  expect(print(eventsPipeline(exampleModel({ alloy: { drop } }).alloy))).toBe(
    print(eventsPipeline(exampleModel().alloy)),
  );
});

const apiServer = apiServerEvents("api_server");

function events(label: string, loki: LogsReceiver) {
  return lokiSourceEvents(label, { apiServer, jobName: label, forwardTo: [loki] });
}

function write(url: string) {
  return lokiWrite("loki", { url });
}

/** Returns the components of a printed pipeline, in order, as references name them. */
function components(text: string): readonly string[] {
  return [...text.matchAll(/^([a-z_.]+) "(\w+)" \{/gm)].map(([, name, label]) => `${name}.${label}`);
}

/** Returns the components that a printed pipeline refers to. */
function references(text: string): readonly string[] {
  return [...text.matchAll(/[[ (]([a-z_.]+)\.(?:receiver|targets|output|rules|content)\b/g)].map(
    ([, name]) => `${name}`,
  );
}

test("prints a component that two sources share once", () => {
  const loki = write("http://loki");
  expect(components(print(pipelineBlocks([events("first", loki), events("second", loki)])))).toEqual([
    "remote.http.api_server",
    "loki.source.kubernetes_events.first",
    "loki.write.loki",
    "loki.source.kubernetes_events.second",
  ]);
});

test("rejects two components with the same name", () => {
  const sources = [events("first", write("http://one")), events("second", write("http://another"))] as const;
  expect(() => print(pipelineBlocks(sources))).toThrow("two components have the name loki.write.loki");
});

test("prints a component between its inputs and its receivers", () => {
  const { alloy } = exampleModel({ alloy: { journal: false } });
  expect(components(print(nodePipeline(alloy)))).toEqual([
    "local.file.password",
    "discovery.kubernetes.pods",
    "discovery.relabel.pods",
    "loki.source.file.pods",
    "loki.process.pods",
    "loki.write.pods",
  ]);
});

test.each([
  ["of a node", print(nodePipeline(exampleModel().alloy))],
  ["of a node without the journal", print(nodePipeline(exampleModel({ alloy: { journal: false } }).alloy))],
  ["of the event collector", print(eventsPipeline(exampleModel().alloy))],
])(
  "in the pipeline %s, every reference has a component, and every component except the sources is referenced",
  (_, text) => {
    const sources = components(text).filter((component) => component.startsWith("loki.source."));
    expect(sources).not.toEqual([]);
    expect([...new Set([...references(text), ...sources])].sort()).toEqual([...components(text)].sort());
  },
);

describe.each([
  ["an agent", print(nodePipeline(exampleModel().alloy))],
  ["the event collector", print(eventsPipeline(exampleModel().alloy))],
])("the HTTP server of %s", (_, text) => {
  test("answers only what the kubelet, Prometheus and verify request, without a password", () => {
    expect(text).toMatch(
      /paths +=.*\["\/-\/ready", "\/-\/healthy", "\/metrics"\]\n\t+authenticate_matching_paths = false/,
    );
  });

  test("requires a random password that is nowhere else", () => {
    expect(text).toMatch(/local\.file "password" \{\s+filename += "\/proc\/sys\/kernel\/random\/uuid"/);
    expect(text).toContain("password = local.file.password.content");
  });
});

test("the watch of events starts after the API server has responded to the same request", () => {
  const text = print(eventsPipeline(exampleModel().alloy));
  expect(text).toContain('+ "/api/v1/events?limit=1"');
  expect(text).toContain(
    'log_format = string.format("%.0slogfmt", convert.nonsensitive(remote.http.api_server.content))',
  );
});
