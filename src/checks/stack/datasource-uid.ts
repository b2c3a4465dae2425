import type { Check } from "../check";

/** @see https://grafana.com/docs/grafana/latest/developers/http_api/data_source/ */
const UID = /^[A-Za-z0-9_-]{1,40}$/;

export const datasourceUid: Check = {
  id: "datasource-uid",
  title: "The datasource has a fixed uid and Loki's URL",
  severity: "error",
  why: "without a uid, Grafana derives one from the datasource's name, and dashboards break when the datasource is renamed",
  remedy: "set a uid and leave the URL to the stack",
  evidence: "Grafana provisioning; a generated uid once broke seven dashboards",
  find({ model: { grafana, loki } }) {
    return [
      ...(UID.test(grafana.uid)
        ? []
        : [
            {
              setting: "the datasource's uid",
              got: `"${grafana.uid}"`,
              expected: "1 to 40 letters, digits, dashes and underscores",
              remedy: 'set it to "loki"',
            },
          ]),
      ...(grafana.url === loki.service.url
        ? []
        : [
            {
              setting: "the datasource's URL",
              got: grafana.url,
              expected: `${loki.service.url}, the Service of the release ${loki.release}`,
              remedy: "leave it to the stack",
            },
          ]),
    ];
  },
};
