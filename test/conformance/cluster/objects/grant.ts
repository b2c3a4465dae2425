import { parseAllDocuments } from "yaml";
import type { KubeClient } from "../control-plane/kube-client";
import type { Manifest } from "./manifest";

/** Applies printed roles. @param text the YAML of some objects */
export async function grant(kube: KubeClient, text: string): Promise<void> {
  for (const document of parseAllDocuments(text)) {
    const object: Manifest = document.toJS();
    await kube.create(object);
  }
}
