import type { Check } from "../check";
import { shownAt, sizeAt, valueAt } from "../values";

export const volumeBinding: Check = {
  id: "volume-binding",
  severity: "error",
  reason:
    "a claim without a class of its own is answered by the cluster's default class: Loki runs on another volume, or on none",
  evidence:
    'chart loki 18.11.0 renders storageClass "" as no class, and Terraform\'s Kubernetes provider leaves an empty one out; ' +
    "the API server's DefaultStorageClass admission then fills it in",
  find({ model: { loki }, loki: { values, valuesFile, release } }) {
    const { volume } = loki;
    const key = "singleBinary.persistence";
    const wrongClass = {
      setting: `${valuesFile}: ${key}.storageClass`,
      got: shownAt(values, `${key}.storageClass`),
      expected: `"${volume.storageClass || "<namespace>-loki"}", the class that the volume has and no provisioner answers for`,
      remedy: "leave the class to the plan, which gives volume and claim one of their own",
    };
    const wrongClaim = {
      setting: "the claim",
      got: volume.claim,
      expected: `storage-${release}-0, the name by which the StatefulSet adopts it`,
      remedy: "leave the claim's name to the plan",
    };
    const wrongSize = {
      setting: `${valuesFile}: ${key}.size`,
      got: shownAt(values, `${key}.size`),
      expected: `${volume.size}, the size of the volume`,
      remedy: "set nfs.size, from which both follow",
    };
    const size = sizeAt(values, `${key}.size`);
    const classIsOurs = volume.storageClass !== "" && valueAt(values, `${key}.storageClass`) === volume.storageClass;
    return [
      ...(classIsOurs ? [] : [wrongClass]),
      ...(volume.claim === `storage-${release}-0` ? [] : [wrongClaim]),
      ...(size !== null && size.toBytes() === volume.size.toBytes() ? [] : [wrongSize]),
    ];
  },
};
