import type { RuleFile } from "../../alerting/rule-file/rule-file";
import type { Cause, Names } from "../../live/cause";
import { listed } from "../../live/listed";
import { broken, doubtful, holds, type Outcome } from "../../live/outcome";
import { oneLine } from "../../live/trouble/trouble";
import type { LoadedRule } from "../loki/ruler";

export const UNREADABLE: Cause = {
  cause:
    "The ruler can't read a rule file, and one that is wrong keeps it from all of them; Loki is ready all the same.",
  next: "lokitool rules check rules/*.yaml",
};

export const NOT_YET: Cause = {
  cause:
    "The rules have just changed: the kubelet and the ruler look for new ones once a minute each, so that it takes up to two minutes.",
  next: "npm run verify -- --watch",
};

export const NOT_MOUNTED: Cause = {
  cause: "The ConfigMap with the rules isn't there, or isn't mounted where the ruler looks.",
  next: "kubectl --namespace <namespace> describe pod <release>-0",
};

export const FAILING: Cause = {
  cause: "The query of a rule is read and can't be answered: it takes too long, or finds more series than Loki counts.",
  next: "kubectl --namespace <namespace> logs <release>-0 --since=10m | grep 'component=ruler' | grep level=warn",
};

export const LEFT_OVER: Cause = {
  cause: "Somebody has written rules into the cluster that aren't here.",
  next: "kubectl --namespace <namespace> get configmap <config-map> --output yaml",
};

export interface RulesSeen {
  readonly files: readonly Pick<RuleFile, "name" | "groups">[];
  readonly loaded: readonly LoadedRule[];
  /** What the ruler says of its files; null where it can read them. */
  readonly unreadable: string | null;
  readonly names: Names;
}

export function judgeRules({ files, loaded, unreadable, names }: RulesSeen): Outcome {
  const wanted = synthesized(files);
  const absent = wanted.filter((rule) => !loaded.some((other) => isSame(rule, other)));
  const text = `${wanted.length} rules, as synthesized`;
  if (unreadable !== null) {
    return broken({ found: oneLine(unreadable), wanted: text, causes: [UNREADABLE], names });
  }
  if (absent.length > 0) {
    const found = `${loaded.length} rules; not as synthesized: ${listed(absent.map(({ name }) => name))}`;
    return broken({ found, wanted: text, causes: [NOT_YET, NOT_MOUNTED], names });
  }
  const failing = loaded.filter(({ health }) => health === "err");
  if (failing.length > 0) {
    const found = listed(failing.map(({ name, lastError }) => `${name}: ${oneLine(lastError)}`));
    return broken({ found, wanted: "every rule is evaluated", causes: [FAILING], names });
  }
  const others = loaded.filter((rule) => !wanted.some((other) => isSame(other, rule)));
  if (others.length === 0) return holds(`${loaded.length} of ${wanted.length} rules`);
  const found = `${others.length} more: ${listed(others.map(({ name }) => name))}`;
  return doubtful({ found, wanted: text, causes: [NOT_YET, LEFT_OVER], names });
}

type Identity = Pick<LoadedRule, "file" | "group" | "name" | "annotations">;

function synthesized(files: RulesSeen["files"]): readonly Identity[] {
  return files.flatMap(({ name: file, groups }) =>
    groups.flatMap(({ name: group, rules }) =>
      rules.map(({ name, annotations }) => ({
        file,
        group,
        name,
        annotations: Object.fromEntries(annotations.map((annotation) => [annotation.name, annotation.text.value])),
      })),
    ),
  );
}

/** Loki tells a query in a notation of its own, so that only the texts show whether a rule is of before a change. */
function isSame(one: Identity, other: Identity): boolean {
  const isNamedAlike = one.file === other.file && one.group === other.group && one.name === other.name;
  const texts = Object.entries(one.annotations);
  return isNamedAlike && texts.every(([name, text]) => other.annotations[name] === text);
}
