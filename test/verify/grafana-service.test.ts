import { grafanaService } from "../../src/verify/grafana";
import { withServer } from "../helpers/server";

test.each([
  ["a token", { GRAFANA_TOKEN: "glsa_1", GRAFANA_USER: "jane" }, "Bearer glsa_1"],
  ["a user", { GRAFANA_USER: "jane", GRAFANA_PASSWORD: "pä:ss" }, "Basic amFuZTpww6Q6c3M="],
  ["a user without a password", { GRAFANA_USER: "jane" }, "Basic amFuZTo="],
  ["nobody", { GRAFANA_TOKEN: "", GRAFANA_USER: "" }, "nobody"],
])("Grafana is asked as %s, where the environment names that", async (_, environment, asked) => {
  const { signal } = new AbortController();
  await withServer(
    ({ headers }, response) => response.end(headers.authorization ?? "nobody"),
    async (url) => {
      expect(await grafanaService(url, environment).request({ path: "api/health", signal })).toBe(asked);
    },
  );
});
