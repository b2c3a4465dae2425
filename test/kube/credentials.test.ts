import { credentialsOf } from "../../src/kube/credentials";

afterEach(() => jest.useRealTimers());

const getCurrentCluster = () => null;

test("who asks while the kubeconfig is asked waits for the same answer, however long that takes", async () => {
  jest.useFakeTimers({ now: 0, doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] });
  let times = 0;
  const applyToHTTPSOptions = async () => {
    times += 1;
    jest.setSystemTime(60_000);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const credentials = credentialsOf({ getCurrentCluster, applyToHTTPSOptions });
  await Promise.all([credentials(), credentials()]);
  expect(times).toBe(1);
  jest.setSystemTime(90_000);
  await credentials();
  expect(times).toBe(2);
});

test("what the kubeconfig fails with is told as that", async () => {
  const applyToHTTPSOptions = () => Promise.reject(new Error(" not logged in\n"));
  const failure = { name: "CredentialsFailure", message: "not logged in" };
  await expect(credentialsOf({ getCurrentCluster, applyToHTTPSOptions })()).rejects.toMatchObject(failure);
});
