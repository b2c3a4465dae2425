import { documentText } from "../helpers/documents";
import { exampleModel } from "../helpers/example";

const PAGE = "docs/alerts.md";

test.each(["HighErrorRate", "PodCrashLoopBackOff", "OOMKilled", "LogPathDrill"])("the page lists %s", (alert) => {
  const { files } = exampleModel().alerting;
  const alerts = files.flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.map(({ name }) => name)));
  expect(alerts).toContain(alert);
  expect(documentText(PAGE)).toContain(`| \`${alert}\``);
});
