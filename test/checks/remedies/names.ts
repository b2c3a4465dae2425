import { stringify } from "yaml";
import { inFile, type RemedyCase } from "./remedy";

const web = 'sum by (namespace) (rate({namespace="a"}[5m])) > 5';
const events = 'sum by (namespace) (rate({job="kubernetes-events"}[5m])) > 5';
const alert = (name: string, severity: string, expr = web) => ({ alert: name, expr, labels: { severity } });
const group = (rules: readonly object[], name = "a") => ({ name, rules });
const file = (...groups: readonly object[]) => stringify({ groups });

/** Remedies of the checks of names. */
export const nameRemedies: readonly RemedyCase[] = [
  inFile(
    "rule-duplicate",
    file(group([alert("A", "warning"), alert("A", "warning", web.replace("5m", "10m"))])),
    "rename one of the two",
    file(group([alert("A", "warning"), alert("B", "warning", web.replace("5m", "10m"))])),
  ),
  inFile(
    "rule-duplicate",
    file(group([alert("A", "warning"), alert("A", "warning", web.replace("> 5", "> 50"))])),
    "give it a label that distinguishes them",
    file(group([alert("A", "warning"), alert("A", "critical", web.replace("> 5", "> 50"))])),
  ),
  inFile(
    "rule-duplicate",
    file(group([alert("A", "warning"), alert("A", "warning")])),
    "remove one of the two",
    file(group([alert("A", "warning")])),
  ),
  inFile(
    "rule-duplicate",
    file(group([alert("A", "warning"), alert("A", "warning"), alert("A", "warning")])),
    "keep one and remove the others",
    file(group([alert("A", "warning")])),
  ),
  inFile(
    "rule-group-name",
    file(group([alert("A", "warning")]), group([alert("B", "warning")])),
    "rename one of the two groups",
    file(group([alert("A", "warning")]), group([alert("B", "warning")], "b")),
  ),
  inFile(
    "rule-meaning",
    file(group([alert("A", "warning"), alert("A", "critical", events)])),
    "rename one of the two",
    file(group([alert("A", "warning"), alert("B", "critical", events)])),
  ),
  inFile(
    "rule-meaning",
    file(group([alert("A", "warning"), alert("A", "critical", events)])),
    "give both a label that distinguishes them",
    file(
      group([
        { ...alert("A", "warning"), labels: { severity: "warning", source: "pods" } },
        { ...alert("A", "critical", events), labels: { severity: "critical", source: "events" } },
      ]),
    ),
  ),
  inFile(
    "rule-recording-name",
    file(group([{ record: "errors", expr: web }])),
    "namespace:errors:rate5m",
    file(group([{ record: "namespace:errors:rate5m", expr: web }])),
  ),
  inFile(
    "rule-recording-nowhere",
    file(group([alert("A", "warning"), { record: "a:b", expr: web }])),
    "remove the rule",
    file(group([alert("A", "warning")])),
  ),
];
