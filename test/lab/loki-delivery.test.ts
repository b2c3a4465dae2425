import { batches } from "../../lab/tuning/delivery";
import type { PushedStream } from "../conformance/loki-api";

const MEBIBYTE = 2 ** 20;

function streamOf(bytes: number): PushedStream {
  return { labels: {}, entries: [["1", "x".repeat(bytes)]] };
}

test("a batch ends with the stream that makes it a mebibyte", () => {
  const found = [...batches([streamOf(MEBIBYTE / 2), streamOf(MEBIBYTE / 2), streamOf(3)])];
  expect(found.map(({ streams, bytes }) => [streams.length, bytes])).toEqual([
    [2, MEBIBYTE],
    [1, 3],
  ]);
});

test("where nothing was written there is no batch", () => {
  expect([...batches([])]).toEqual([]);
});
