import { oneLine } from "../../diagnostics/explain-error/trouble";
import { broken, holds, type Outcome } from "../../diagnostics/outcome";
import type { GrafanaModel } from "../../grafana/model";
import type { HttpService } from "../../kube/http-service";
import { answerOf, jsonOf } from "./answer";
import { type Finding, judgeDatasource, judgeHealth } from "./judgement";

/**
 * What Grafana says of the datasource. It is asked for the datasource itself first: for the health of one that it
 * doesn't have, it answers with an error of its own.
 * @see https://grafana.com/docs/grafana/latest/developers/http_api/data_source/
 */
export async function askGrafana(service: HttpService, model: GrafanaModel, signal: AbortSignal): Promise<Outcome> {
  const path = `api/datasources/uid/${model.uid}`;
  const finding = judgeDatasource(await answerOf(service, path, signal), model);
  if (finding !== null) return faultOf(finding, service, model);
  const health = await answerOf(service, `${path}/health`, signal);
  const illness = judgeHealth(health);
  if (illness !== null) return faultOf(illness, service, model);
  return holds(`uid "${model.uid}": ${oneLine(jsonOf(health)?.at("message").text ?? "")}`);
}

function faultOf(
  { found, causes, names }: Finding,
  { at }: HttpService,
  { namespace, uid, url }: GrafanaModel,
): Outcome {
  return broken({
    found,
    expected: `a healthy datasource with uid "${uid}" at ${url}`,
    causes,
    names: { namespace, "grafana-url": at.replace(/\/+$/, ""), ...names },
  });
}
