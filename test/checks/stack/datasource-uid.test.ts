import { datasourceUid } from "../../../src/checks/stack/datasource-uid";
import { findings, withModel } from "../stacks";

function withUid(uid: string) {
  return withModel("grafana", (grafana) => ({ ...grafana, uid }));
}

test.each(["", "my loki", "löki", "a/b", "x".repeat(41), "loki\n"])("rejects the uid %j", (uid) => {
  expect(findings(datasourceUid, withUid(uid))).toEqual([
    {
      setting: "the datasource's uid",
      got: `"${uid}"`,
      expected: "1 to 40 letters, digits, dashes and underscores",
      remedy: 'set it to "loki"',
    },
  ]);
});

test.each(["l", "Loki_2-a", "x".repeat(40)])("accepts the uid %s", (uid) => {
  expect(findings(datasourceUid, withUid(uid))).toEqual([]);
});

test("rejects a URL other than Loki's", () => {
  const elsewhere = withModel("grafana", (grafana) => ({ ...grafana, url: "http://loki:3100" }));
  expect(findings(datasourceUid, elsewhere)).toEqual([
    {
      setting: "the datasource's URL",
      got: "http://loki:3100",
      expected: "http://loki.monitoring.svc.cluster.local:3100, the Service of the release loki",
      remedy: "leave it to the stack",
    },
  ]);
});
