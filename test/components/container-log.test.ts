import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { folderOfTests } from "../helpers/folder";
import { ContainerLog } from "./container-log";

describe("the files of a container", () => {
  const logs = folderOfTests();
  const files = () => join(logs(), "pods/web_web-0_uid/web");
  const container = () => new ContainerLog(logs(), { namespace: "web", pod: "web-0", uid: "uid", container: "web" });

  test("have numbered lines in the runtime's format, each with a later time", () => {
    const log = container();
    log.write(2, "text");
    log.write(1);
    const lines = readFileSync(join(files(), "0.log"), "utf8").trimEnd().split("\n");
    expect(lines).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z stdout F number=0 text$/),
      expect.stringMatching(/ stdout F number=1 text$/),
      expect.stringMatching(/ stdout F number=2 ?$/),
    ]);
    expect([...lines].sort()).toEqual(lines);
  });

  test("are at most five: the kubelet compresses all rotated files but the last one, and removes the oldest", () => {
    const log = container();
    for (let time = 0; time < 6; time += 1) log.rotate();
    const names = readdirSync(files()).sort();
    expect(names).toHaveLength(5);
    expect(names.filter((name) => !name.endsWith(".gz"))).toEqual([
      "0.log",
      expect.stringMatching(/^0\.log\.\d+-000006$/),
    ]);
  });

  test("get the number of the container's restart", () => {
    const log = container();
    log.restart();
    expect(readdirSync(files())).toEqual(expect.arrayContaining(["0.log", "1.log"]));
  });
});
