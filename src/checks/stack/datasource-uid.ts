import type { Check } from "../check";

/** @see https://grafana.com/docs/grafana/latest/developers/http_api/data_source/ */
const UID = /^[A-Za-z0-9_-]{1,40}$/;

export const datasourceUid: Check = {
  id: "datasource-uid",
  severity: "error",
  reason: "a datasource without a uid gets a hash of its name: dashboards point at it, and break when it is renamed",
  evidence: "Grafana's provisioning; a uid that was invented once broke seven dashboards",
  find({ model: { grafana, loki } }) {
    return [
      ...(UID.test(grafana.uid)
        ? []
        : [{ setting: "the datasource's uid", got: `"${grafana.uid}"`, expected: "one word", remedy: 'write "loki"' }]),
      ...(grafana.url === loki.service.url
        ? []
        : [
            {
              setting: "the datasource's url",
              got: grafana.url,
              expected: `${loki.service.url}, the Service of the release ${loki.release}`,
              remedy: "leave it to the plan",
            },
          ]),
    ];
  },
};
