import { toYaml } from "../../../../src/terraform/yaml";

/** The way to an API server. */
export interface Way {
  readonly url: string;
  readonly certificate: string;
  readonly token: string;
}

export const CONTEXT = "tests";

export function kubeconfig({ url, certificate, token }: Way): string {
  const authority = Buffer.from(certificate).toString("base64");
  return toYaml({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: CONTEXT, cluster: { server: url, "certificate-authority-data": authority } }],
    users: [{ name: CONTEXT, user: { token } }],
    contexts: [{ name: CONTEXT, context: { cluster: CONTEXT, user: CONTEXT } }],
    "current-context": CONTEXT,
  });
}
