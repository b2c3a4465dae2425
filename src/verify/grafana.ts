import { directService, type HttpService } from "../kube/http-service";

/**
 * Grafana, asked as whom the environment names: on a command line others would see it.
 * @see https://grafana.com/docs/grafana/latest/developers/http_api/authentication/
 */
export function grafanaService(url: string, environment: NodeJS.ProcessEnv): HttpService {
  const { GRAFANA_TOKEN: token, GRAFANA_USER: user, GRAFANA_PASSWORD: password = "" } = environment;
  if (token) return directService(url, { Authorization: `Bearer ${token}` });
  if (!user) return directService(url);
  return directService(url, { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` });
}
