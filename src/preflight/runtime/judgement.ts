import type { V1Node } from "@kubernetes/client-node";
import type { ContainerRuntime } from "../../alloy/settings";
import { listed } from "../../diagnostics/listed";
import { broken, doubtful, holds, type Outcome } from "../../diagnostics/outcome";
import { ARCHITECTURE, MIXED, OTHER_RUNTIME, UNKNOWN, WINDOWS } from "./causes";
import { isKnown, type Traits, traitsOf, writes } from "./traits";

export function judgeRuntime(all: readonly V1Node[], declared: ContainerRuntime): Outcome {
  const nodes = all.map(traitsOf);
  const linux = nodes.filter(({ system }) => system === "linux");
  const fault = judgeFormat(linux, declared) ?? judgeArchitecture(linux) ?? judgeSystem(nodes);
  if (fault !== null) return fault;
  const other = linux.find(({ runtime }) => runtime !== declared);
  const note = `alloy.runtime says ${declared}, and it is ${other?.runtime}: the format is the same`;
  return holds(`${linux.length} of ${nodes.length} nodes`, ...(other === undefined ? [] : [note]));
}

/** What is certainly wrong comes before what may be. */
function judgeFormat(linux: readonly Traits[], declared: ContainerRuntime): Outcome | null {
  const expected = `log files of ${declared} on every node`;
  const known = linux.filter(isKnown);
  const wrong = known.filter((node) => !writes(declared, node));
  const [first] = wrong;
  if (first !== undefined)
    return broken({
      expected,
      found: shown(wrong),
      causes: [wrong.length < known.length ? MIXED : OTHER_RUNTIME],
      names: { runtime: first.runtime },
    });
  const unknown = linux.filter((node) => !isKnown(node));
  return unknown.length === 0 ? null : doubtful({ expected, found: shown(unknown), causes: [UNKNOWN] });
}

function shown(nodes: readonly Traits[]): string {
  return listed(nodes.map(({ name, runtime }) => `${name}: ${runtime === "" ? "no runtime" : runtime}`));
}

function judgeArchitecture(linux: readonly Traits[]): Outcome | null {
  const odd = linux.filter(({ architecture }) => !ARCHITECTURES.has(architecture));
  if (odd.length === 0) return null;
  const found = listed(odd.map(({ name, architecture }) => `${name}: ${architecture}`));
  return doubtful({ found, expected: "nodes of amd64 or arm64", causes: [ARCHITECTURE] });
}

const ARCHITECTURES: ReadonlySet<string> = new Set(["amd64", "arm64"]);

function judgeSystem(nodes: readonly Traits[]): Outcome | null {
  const others = nodes.filter(({ system }) => system !== "linux");
  if (others.length === 0) return null;
  const found = listed(others.map(({ name, system }) => `${name}: ${system}`));
  return doubtful({ found, expected: "nodes of Linux", causes: [WINDOWS] });
}
