import { inQuery, type RemedyCase } from "./remedy";
import { type Case, ofSelections } from "./selections";

/** A query about the lines of a selection. */
const lines = (selection: string) => `sum by (namespace) (count_over_time(${selection} [5m])) > 5`;
const whole = (query: string) => query;

const COUNT = 'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [5m]))';

/** Cases in which another part changes. */
const ofQueries: readonly Case[] = [
  [
    'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [5])) > 5',
    "add the unit, as in [5m]",
    `${COUNT} > 5`,
  ],
  ['sum by (namespace) (count_over_time({namespace="web"} |= "boom" [5 min])) > 5', "write [5m]", `${COUNT} > 5`],
  [
    'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [1h30])) > 5',
    "write [1h30m]",
    'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [1h30m])) > 5',
  ],
  [
    'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [0.5h])) > 5',
    "write [30m]",
    'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [30m])) > 5',
  ],
  ['sum by (namespace) (count_over_time({namespace="web"} |= "boom" [5m)) > 5', "write [5m]", `${COUNT} > 5`],
  ['sum by (namespace) (count_over_time({namespace="web"} |= "boom")) > 5', "as in [5m])", `${COUNT} > 5`],
  [
    'sum by (namespace) (count_over_time({namespace="web"} |= "boom")[5m]) > 5',
    "write [5m]) in place of )[5m]",
    `${COUNT} > 5`,
  ],
  ['sum by (namespace) (count_over_time({namespace="web"} |= "boom", 5m)) > 5', "write [5m]", `${COUNT} > 5`],
  [
    'sum by (namespace) (count_over_time({namespace="web"} |= "a" [5m] |= "boom")) > 5',
    "write [5m] before the parenthesis",
    'sum by (namespace) (count_over_time({namespace="web"} |= "a" |= "boom" [5m])) > 5',
  ],
  ['sum by (namespace) ({namespace="web"} |= "boom" [5m]) > 5', "count_over_time(… [5m])", `${COUNT} > 5`],
  [
    'sum by (namespace) ({namespace="web"} |= "boom") > 5',
    'count_over_time({namespace="web"} |= "boom" [5m])',
    `${COUNT} > 5`,
  ],
  [
    'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [5m]) offset 1h) > 5',
    "write [5m] offset 1h",
    'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [5m] offset 1h)) > 5',
  ],
  [
    'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [5m] @ end())) > 5',
    "remove the @ modifier",
    `${COUNT} > 5`,
  ],
  ['sum by namespace (count_over_time({namespace="web"} |= "boom" [5m])) > 5', "write by (namespace)", `${COUNT} > 5`],
  ['sum(count_over_time({namespace="web"} |= "boom" [5m])) by namespace > 5', "write by (namespace)", `${COUNT} > 5`],
  [
    'sum by ("namespace") (count_over_time({namespace="web"} |= "boom" [5m])) > 5',
    "write namespace without quotes",
    `${COUNT} > 5`,
  ],
  [
    'topk(sum by (namespace) (count_over_time({namespace="web"} |= "boom" [5m])), 5) > 5',
    "write topk(5, …)",
    `topk(5, ${COUNT}) > 5`,
  ],
  [
    'topk(5 sum by (namespace) (count_over_time({namespace="web"} |= "boom" [5m]))) > 5',
    "write topk(5, …)",
    `topk(5, ${COUNT}) > 5`,
  ],
  [`${COUNT} => 5`, "write >=", `${COUNT} >= 5`],
  [`${COUNT} > 5%`, "write 0.05", `${COUNT} > 5`],
  [`${COUNT} > 1,000`, "write 1000", `${COUNT} > 1000`],
  [`${COUNT} > "5"`, "write 5 without quotes", `${COUNT} > 5`],
  [`${COUNT} > 5 && ${COUNT} < 100`, "write and", `${COUNT} > 5 and ${COUNT} < 100`],
  [`${COUNT} > 5 for 5m`, "remove it, and write for: 5m beside expr", `${COUNT} > 5`],
  [`${COUNT} > 5;`, 'remove the ";"', `${COUNT} > 5`],
  [`${COUNT} > 5 -- many`, "start the comment with #", `${COUNT} > 5 # many`],
  [`${COUNT} ≥ 5`, "replace ≥ by >=", `${COUNT} >= 5`],
  [
    'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [5m]) > 5',
    "add ) at the end",
    'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [5m]) > 5)',
  ],
  ['sum by (namespace) (count_over_time({namespace="web"} |= "boom" [5m]))) > 5', 'remove this ")"', `${COUNT} > 5`],
  [
    'sum by (namespace) count_over_time({namespace="web"} |= "boom" [5m]) > 5',
    "write sum (count_over_time…)",
    `${COUNT} > 5`,
  ],
  [
    'sum by (namespace pod) (count_over_time({namespace="web"} |= "boom" [5m])) > 5',
    "write namespace, pod",
    'sum by (namespace, pod) (count_over_time({namespace="web"} |= "boom" [5m])) > 5',
  ],
  ['sum by (namespace) (count_over_time({namespace="web"} |= "boom", [5m])) > 5', "remove the comma", `${COUNT} > 5`],
  [`expr: ${COUNT} > 5`, "remove it", `${COUNT} > 5`],
  [
    `"sum(count_over_time({namespace='web'} [5m])) > 5"`,
    "remove the quotes around it",
    'sum(count_over_time({namespace="web"} [5m])) > 5',
  ],
  [`-${COUNT} < -5`, "write 0 - …", `0 - ${COUNT} < -5`],
  [`${COUNT} > 5 /* many`, "close the comment", `${COUNT} > 5 /* many */`],
  [`${COUNT} >`, 'write what follows ">"', `${COUNT} > 5`],
];

/** Remedies of the checks of queries that Loki rejects. */
export const syntaxRemedies: readonly RemedyCase[] = [
  ...ofSelections.map(([before, remedy, after]) => inQuery("rule-syntax", lines(before), remedy, lines(after))),
  ...ofQueries.map(([before, remedy, after]) => inQuery("rule-syntax", whole(before), remedy, whole(after))),
  ...(
    [
      [
        'sum by (namespace) (increase({namespace="web"} |= "boom" [5m])) > 5',
        "write count_over_time(…)",
        `${COUNT} > 5`,
      ],
      [
        'absent(rate({namespace="web"} |= "boom" [5m]))',
        'write absent_over_time({namespace="web"} |= "boom" [5m])',
        'absent_over_time({namespace="web"} |= "boom" [5m])',
      ],
      [
        'sum by (namespace) (coutn_over_time({namespace="web"} |= "boom" [5m])) > 5',
        'did you mean "count_over_time"?',
        `${COUNT} > 5`,
      ],
      [
        'count_over_time({namespace="web"} |= "boom" [5m]) by (namespace) > 5',
        "sum by (namespace) (count_over_time(…))",
        `${COUNT} > 5`,
      ],
      [
        `(sum(count_over_time({namespace="web"} |= "boom" [5m])) or 0) > 5`,
        "write vector(0) in place of 0",
        `(sum(count_over_time({namespace="web"} |= "boom" [5m])) or vector(0)) > 5`,
      ],
      [
        `sum(count_over_time({namespace="web"} |= "boom" [5m])) or 0`,
        "as in (… or vector(0)) > 0",
        `(sum(count_over_time({namespace="web"} |= "boom" [5m])) or vector(0)) > 0`,
      ],
      [`${COUNT} > 5 unless 0`, 'remove "unless 0"', `${COUNT} > 5`],
    ] satisfies readonly Case[]
  ).map(([before, remedy, after]) => inQuery("rule-function", before, remedy, after)),
  inQuery(
    "rule-evaluation",
    lines('{namespace="web"} |= "boom" | line_format "{{ .x"'),
    "close the action with }}",
    lines('{namespace="web"} |= "boom" | line_format "{{ .x }}"'),
  ),
  inQuery(
    "rule-evaluation",
    '{namespace="web"} |= "boom"',
    "sum(count_over_time(… [5m])) > 0",
    'sum(count_over_time({namespace="web"} |= "boom" [5m])) > 0',
  ),
  inQuery(
    "rule-selector",
    lines('{namespace=~".*"} |= "boom"'),
    'add log_collection=""',
    lines('{namespace=~".+", log_collection=""} |= "boom"'),
  ),
  ...["out\u00a0of memory", "bo\u200bom", "\ufeffout of memory"].map((text) => {
    const meant = text.replace("\u00a0", " ").replace(/[\u200b\ufeff]/, "");
    return inQuery(
      "rule-invisible-character",
      lines(`{namespace="web"} |= "${text}"`),
      `write "${meant}"`,
      lines(`{namespace="web"} |= "${meant}"`),
    );
  }),
  inQuery(
    "rule-source",
    lines('{namespace="we\u200bb"} |= "boom"'),
    'write namespace="web"',
    lines('{namespace="web"} |= "boom"'),
  ),
];
