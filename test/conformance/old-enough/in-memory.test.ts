import { exampleModel } from "../../helpers/example";
import { SWEEP_OFTEN } from "../chunks";
import { describeWith } from "../tools";
import { LOKI_IN_A_POD, lokiForPods, withLoki } from "../with-loki";
import { hoursAgo, spread } from "./dated-stream";
import { BY_SWEEPS, flushed, swept, untilFlushed } from "./flushes";
import { allOf, find } from "./found";
import { spanOf, storedSpans } from "./volume";

/** Nearly as much as a chunk may span: 24 h by the times of its lines, so that nothing has to be scaled. */
const day = () => spread("web", { from: hoursAgo(23.5), to: hoursAgo(0) }, 95);

describeWith(`A day of lines in memory (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  const model = exampleModel();

  test.concurrent("lines stay in memory for a day, where every kind of question finds the oldest of them", () =>
    withLoki({ binary, model, flags: SWEEP_OFTEN }, async (loki) => {
      const stream = day();
      await loki.api.push([stream]);
      await swept(loki);
      expect(await flushed(loki)).toEqual(BY_SWEEPS);
      expect(storedSpans(loki)).not.toContainEqual(spanOf(stream));
      const oldest = { from: hoursAgo(24), to: hoursAgo(20) };
      expect(await find(loki.api, "web", oldest)).toEqual(allOf(stream, oldest));
    }));

  test.concurrent("with Loki's default chunk age of 2 h they leave it at once", () =>
    withLoki({ binary, model, flags: [...SWEEP_OFTEN, "-ingester.max-chunk-age=2h"] }, async (loki) => {
      const stream = day();
      await loki.api.push([stream]);
      await untilFlushed(loki, "max_age");
      expect(storedSpans(loki)).toEqual([spanOf(stream)]);
    }));

  // In one process the ingester's look-back stands above it: the plan's 0 is for whoever takes that away.
  test.concurrent("with Loki's default query_ingesters_within of 3 h they are found all the same", () =>
    withLoki({ binary, model, flags: ["-querier.query-ingesters-within=3h"] }, async (loki) => {
      const stream = day();
      await loki.api.push([stream]);
      const oldest = { from: hoursAgo(24), to: hoursAgo(20) };
      expect(await find(loki.api, "web", oldest)).toEqual(allOf(stream, oldest));
    }));
});
