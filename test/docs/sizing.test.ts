import { boundsOf, largestLoad, share, tightest } from "../../src/capacity/bounds";
import { demandOf } from "../../src/capacity/capacity";
import { BYTES_PER_CHUNK } from "../../src/capacity/constants";
import { writtenPerDay } from "../../src/capacity/volume";
import { ByteSize } from "../../src/units";
import { documentText, prose } from "../helpers/documents";
import { exampleModel } from "../helpers/example";

const PAGE = "docs/sizing.md";

test("the page states how much text per day fits into the default sizes", () => {
  const [, gibibytes] = /sizes support up to ([\d.]+) GiB of text a day/.exec(prose(PAGE)) ?? [];
  const supported = (more: number) => {
    const bytesPerDay = ByteSize.mebibytes(Math.floor(Number(gibibytes) * 1_024) + more);
    return share(tightest(boundsOf(exampleModel({ load: { bytesPerDay } })))) <= 1;
  };
  expect([supported(0), supported(100)]).toEqual([true, false]);
});

test("the page states how many times the default load fits into the default sizes, and the first limit", () => {
  const { factor, bound } = largestLoad(exampleModel());
  expect(bound.name).toBe("memory request");
  expect(prose(PAGE)).toContain(
    `sizes support ${Math.floor(factor * 10) / 10} times the default load. The memory request is the first limit`,
  );
});

test("the page states the bytes that the default load writes per day", () => {
  const written = writtenPerDay(demandOf(exampleModel())).toHumanString();
  const perChunk = BYTES_PER_CHUNK.toBytes().toLocaleString("en");
  expect(prose(PAGE)).toContain(`${perChunk} bytes per chunk`);
  expect(prose(PAGE)).toContain(`For the default load, that is ${written}.`);
});

test("the page and README repeat the benchmark's bytes per day", () => {
  const [chart = "", stack = ""] =
    /usual" .*? chart ([\d,]+) MB.* stack ([\d,]+) MB/.exec(documentText("docs/benchmarks.md"))?.slice(1) ?? [];
  expect(prose(PAGE)).toContain(`wrote ${stack} MB to the device`);
  expect(prose("README.md")).toMatch(
    new RegExp(`${stack} MB a day to the volume; the chart's default writes ${chart} MB`),
  );
});

test("the pages state how much of the write-ahead log Loki may use", () => {
  const { size, fullThreshold } = exampleModel().loki.wal;
  const percent = Math.round(fullThreshold * 100);
  expect(documentText("docs/original-deployment.md")).toContain(`\`disk_full_threshold\` of ${percent} %`);
  expect(prose(PAGE)).toContain(`of its ${size}, Loki may use ${percent} %`);
});
