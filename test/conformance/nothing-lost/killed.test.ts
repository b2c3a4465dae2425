import { exampleModel } from "../../helpers/example";
import { describeWith } from "../tools";
import { LOKI_IN_A_POD, lokiForPods, withLoki } from "../with-loki";
import { Sender } from "./sender";

const model = exampleModel();

describeWith(`What a Loki that ends loses (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  test.concurrent("nothing, when its process is killed again and again: the log outlives the container", () =>
    withLoki({ binary, model }, async (loki) => {
      const sender = new Sender({ loki, namespace: "web", pods: 20 });
      sender.start();
      for (let time = 0; time < 3; time += 1) {
        await sender.goesOn();
        await loki.kill();
        loki.begin();
      }
      await sender.stop();
      await loki.ready();
      expect(sender.resent).toBeGreaterThan(0);
      expect(await sender.missing()).toEqual([]);
    }));

  test.concurrent("nothing, when its pod is deleted while agents write: it flushes what goes with the pod in its grace period", () =>
    withLoki({ binary, model }, async (loki) => {
      const sender = new Sender({ loki, namespace: "web", pods: 200 });
      sender.start();
      for (let time = 0; time < 2; time += 1) {
        await sender.goesOn();
        await loki.stop();
        await loki.startAnotherPod();
      }
      await sender.stop();
      expect(await sender.missing()).toEqual([]);
    }));

  test.concurrent("what it had not flushed, and no more, when its node loses power", () =>
    withLoki({ binary, model }, async (loki) => {
      const senderOf = (namespace: string) => new Sender({ loki, namespace, pods: 20 });
      const [flushed, inMemory, later] = [senderOf("flushed"), senderOf("in-memory"), senderOf("later")] as const;
      await flushed.write(1);
      await loki.stop();
      await loki.startAnotherPod();
      await inMemory.write(1);
      await loki.kill();
      await loki.startAnotherPod();
      await later.write(1);
      expect(await flushed.missing()).toEqual([]);
      expect(await inMemory.missing()).toHaveLength(inMemory.numbered);
      expect(await later.missing()).toEqual([]);
    }));
});
