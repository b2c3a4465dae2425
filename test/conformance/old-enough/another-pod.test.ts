import { exampleModel } from "../../helpers/example";
import { describeWith } from "../tools";
import { LOKI_IN_A_POD, lokiForPods, withLoki } from "../with-loki";
import { hoursAgo, spread } from "./dated-stream";
import { untilFlushed } from "./flushes";
import { allOf, find, NOTHING } from "./found";

const stream = spread("web", { from: hoursAgo(20), to: hoursAgo(1) }, 100);
const AROUND = { from: hoursAgo(21), to: hoursAgo(0) };

describeWith(`Another pod with the same volume (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  const model = exampleModel();

  test.concurrent("it finds what the pod before it has flushed when it was stopped", () =>
    withLoki({ binary, model }, async (loki) => {
      await loki.api.push([stream]);
      await loki.stop();
      await loki.startAnotherPod();
      expect(await find(loki.api, "web", AROUND)).toEqual(allOf(stream, AROUND));
    }));

  /** A pod that is lost with its node after it has flushed, and before the quarter of an hour in which it writes an index. */
  async function lost(flags: readonly string[]) {
    return withLoki({ binary, model, flags }, async (loki) => {
      await loki.api.push([stream]);
      await loki.api.flush();
      await untilFlushed(loki, "forced");
      await loki.kill();
      await loki.startAnotherPod();
      return find(loki.api, "web", AROUND);
    });
  }

  test.concurrent("it finds what the pod before it had flushed when its node was lost", async () =>
    expect(await lost([])).toEqual(allOf(stream, AROUND)));

  test.concurrent("it finds nothing of that where the index that is being written lies in the pod", async () =>
    expect(await lost(["-tsdb.shipper.active-index-directory=/tmp/active"])).toEqual(NOTHING));
});
