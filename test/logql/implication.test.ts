import { isCertainlyWithin, parse, type Selection } from "../../src/logql";

const PRESENT = new Set(["namespace", "container"]);

function selection(text: string): Selection {
  const { expression, problems } = parse(text);
  if (expression?.kind !== "logQuery" || problems.length > 0) throw new Error(`${text} isn't a log query`);
  return expression.selection;
}

test.each([
  ['{app="web"}', '{app="web"}'],
  ['{app="web", namespace="shop"}', '{app="web"}'],
  ['{app="web"}', '{app=~"web|db"}'],
  ['{app=~"web|db"}', '{app=~"(web|db|x).*"}'],
  ['{app="web"}', '{app!="db", container=~".+"}'],
  ['{app=~"w.b"}', '{app=~"w.b"}'],
  ['{app=~"w.b"}', '{app=~".+"}'],
  ['{app=~"w.b"}', '{namespace!="", app=~".*"}'],
  ['{namespace=~".+"} | app="web" |= "x"', '{app="web"}'],
  ['{app="web"} |= "GET /healthz"', '{app="web"} |= "healthz"'],
  ['{app="web"} |= "ab" or "abc"', '{app="web"} |= "b"'],
  ['{app="web"} |= "an error"', '{app="web"} |~ "(?i)ERR"'],
  ['{app="web"} |~ "error|errand"', '{app="web"} |= "err"'],
  ['{app="web"} |~ "(timed out|deadline)$"', '{app="web"} |~ "out|dead"'],
  ['{app=~"web|db\\\\-1"}', '{app=~"web.*|db.*"}'],
  ['{app="web"} |~ "a.c" | json | x="1"', '{app="web"} |~ "a.c"'],
  ['{app="web"} != "x"', '{app="web"} != "xyz"'],
  ['{app="web"} !~ "x.y"', '{app="web"} !~ "x.y"'],
  ['{app="web"} | json |= "late"', '{app="web"} |= "late"'],
])("%s is within %s", (inner, outer) => {
  expect(isCertainlyWithin(selection(inner), selection(outer), PRESENT)).toBe(true);
});

test.each([
  ['{app="web"}', '{app="db"}'],
  ['{app=~"web|db"}', '{app="web"}'],
  ['{app=~"web.*"}', '{app=~"webs?"}'],
  ['{namespace="a", app=~".*"}', '{app=~".+"}'],
  ['{namespace="a"}', '{app=~".+"}'],
  ['{namespace="a", app!="web"}', '{app!="webs", namespace="a"}'],
  ['{namespace=~".+"} | json | app="web"', '{app="web"}'],
  ['{namespace=~".+"} | app="web" or app="db"', '{app="web"}'],
  ['{app="web"}', '{app="web"} |= "x"'],
  ['{app="web"} |= "healthz"', '{app="web"} |= "GET /healthz"'],
  ['{app="web"} |= "ab" or "c"', '{app="web"} |= "b"'],
  ['{app="web"} |= "error"', '{app="web"} |~ "^error"'],
  ['{app="web"} |= "error"', '{app="web"} |~ "\\\\berror"'],
  ['{app="web"} |~ "(?i)error"', '{app="web"} |= "error"'],
  ['{app="web"} |~ "err.r"', '{app="web"} |= "err"'],
  ['{app="web"} != "xyz"', '{app="web"} != "x"'],
  ['{app="web"} !~ "x|y"', '{app="web"} != "x"'],
  ['{app="web"} |= ip("10.0.0.0/8")', '{app="web"} |= "10"'],
  ['{app="web"} | line_format "error" |= "error"', '{app="web"} |= "error"'],
  ['{app="web"} |= "a"', '{app="web"} | json'],
])("%s may leave %s", (inner, outer) => {
  expect(isCertainlyWithin(selection(inner), selection(outer), PRESENT)).toBe(false);
});
