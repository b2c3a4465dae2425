import type { Model } from "../../model";
import type { Deployed } from "./deployed";
import type { Need } from "./need";

/** What Loki's claim needs, unless it is there. */
export function claimNeed({ loki }: Model, { claims }: Deployed): Need {
  const { claim, size, storageClass } = loki.volume;
  const isThere = claims.some(({ metadata }) => metadata?.name === claim);
  const number = { more: isThere ? 0 : 1, whole: "1" };
  const storage = { more: isThere ? 0 : size.toBytes(), whole: `${size}` };
  return {
    persistentvolumeclaims: number,
    "count/persistentvolumeclaims": number,
    "requests.storage": storage,
    [`${storageClass}.storageclass.storage.k8s.io/persistentvolumeclaims`]: number,
    [`${storageClass}.storageclass.storage.k8s.io/requests.storage`]: storage,
  };
}
