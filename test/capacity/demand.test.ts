import fc from "fast-check";
import { residentStreams } from "../../src/capacity/demand";
import { Duration } from "../../src/units";

const IDLE = Duration.hours(12);

function load(pods: number, podStartsPerDay: number) {
  return { pods, podStartsPerDay };
}

describe("streams in Loki's memory", () => {
  test("a running pod has the streams of its containers, 1.3 on average", () => {
    expect(residentStreams(load(100, 0), 0, IDLE)).toBe(130);
  });

  test("an ended pod keeps its streams for the idle period", () => {
    expect(residentStreams(load(0, 2_400), 0, IDLE)).toBe(1_560);
    expect(residentStreams(load(0, 2_400), 0, Duration.hours(1))).toBe(130);
  });

  test("a node has the streams of its journal", () => {
    expect(residentStreams(load(0, 0), 5, IDLE)).toBe(300);
  });

  test("a fraction is rounded up", () => {
    expect(residentStreams(load(1, 0), 0, IDLE)).toBe(2);
  });

  test("more pods, starts, nodes or time never reduce the number of streams", () => {
    const amount = fc.nat(100_000);
    fc.assert(
      fc.property(amount, amount, fc.nat(1_000), fc.nat(48), (pods, starts, nodes, hours) => {
        const streams = residentStreams(load(pods, starts), nodes, Duration.hours(hours));
        expect(residentStreams(load(pods + 1, starts), nodes, Duration.hours(hours))).toBeGreaterThan(streams);
        expect(residentStreams(load(pods, starts + 1), nodes, Duration.hours(hours))).toBeGreaterThanOrEqual(streams);
        expect(residentStreams(load(pods, starts), nodes + 1, Duration.hours(hours))).toBeGreaterThan(streams);
        expect(residentStreams(load(pods, starts), nodes, Duration.hours(hours + 1))).toBeGreaterThanOrEqual(streams);
      }),
    );
  });
});
