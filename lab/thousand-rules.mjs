import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const RULES = 1_000;
const GROUP = 50;

/**
 * Lays a copy of the built project with a thousand rules more, of the shapes that people write.
 * @param {string} root the project's folder, with the built entry
 * @param {string} folder a new one, where "node dist/main.js check" will analyse them
 */
export function layThousandRules(root, folder) {
  mkdirSync(folder);
  for (const name of ["cdktf.json", "values", "rules", "dist/main.js"]) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, "rules", "thousand.yaml"), thousandRules());
}

function thousandRules() {
  const groups = Array.from({ length: RULES / GROUP }, (_, group) => {
    const rules = Array.from({ length: GROUP }, (_, index) => rule(group * GROUP + index));
    return `  - name: group-${group}\n    rules:\n${rules.join("")}`;
  });
  return `groups:\n${groups.join("")}`;
}

function rule(number) {
  const expression = SHAPES[number % SHAPES.length](number);
  return `      - alert: Alert${number}
        expr: |
          ${expression}
        for: 5m
        labels:
          severity: warning
        annotations:
          summary: Alert ${number} in {{ $labels.namespace }}
`;
}

const SHAPES = [
  (number) => `sum by (namespace) (rate({app="app-${number}"} |= "error" [10m])) > 1`,
  (number) =>
    `sum by (namespace) (count_over_time({container="c${number}"} |~ "(?i)fail(ed|ure)" != "retry" [10m])) > 5`,
  (number) =>
    `sum by (namespace, code) (count_over_time({app="web-${number}"} | json code="status" | code >= 500 [10m])) > 10`,
  (number) =>
    `sum by (namespace, user) (count_over_time({app="sshd-${number}"} | regexp "user (?P<user>[a-z]+) failed" | user != "" [15m])) > 3`,
];
