import { grafanaService } from "../../src/verify/context";
import { withServer } from "../helpers/server";

test.each([
  ["a token", { GRAFANA_TOKEN: "glsa_1", GRAFANA_USER: "jane" }, "Bearer glsa_1"],
  ["a user", { GRAFANA_USER: "jane", GRAFANA_PASSWORD: "pä:ss" }, "Basic amFuZTpww6Q6c3M="],
  ["a user without a password", { GRAFANA_USER: "jane" }, "Basic amFuZTo="],
  ["no credentials", { GRAFANA_TOKEN: "", GRAFANA_USER: "" }, "none"],
])("authenticates to Grafana with %s from the environment", async (_, environment, authorization) => {
  const { signal } = new AbortController();
  await withServer(
    ({ headers }, response) => response.end(headers.authorization ?? "none"),
    async (url) => {
      expect(await grafanaService(url, environment).request({ path: "api/health", signal })).toBe(authorization);
    },
  );
});
