import type { Check } from "../check";
import { shownAt, sizeAt, valueAt } from "../values";

export const volumeBinding: Check = {
  id: "volume-binding",
  title: "The claim binds to the stack's volume",
  severity: "error",
  why: "a claim without its own storage class gets the cluster's default class: Loki then uses another volume, or none",
  remedy: "leave the names to the stack, and set the size with nfs.size",
  evidence:
    'chart loki 18.11.0 renders storageClass "" as no class, and Terraform\'s Kubernetes provider omits an empty one; the DefaultStorageClass admission plugin then sets the default class',
  find({ model: { loki }, loki: { values, valuesFile, release } }) {
    const { volume } = loki;
    const key = "singleBinary.persistence";
    const wrongClass = {
      setting: `${valuesFile}: ${key}.storageClass`,
      got: shownAt(values, `${key}.storageClass`),
      expected: `"${volume.storageClass || "<namespace>-loki"}", the class of the volume, which has no provisioner`,
      remedy: "leave the class to the stack, which gives the volume and the claim their own class",
    };
    const wrongClaim = {
      setting: "the claim",
      got: volume.claim,
      expected: `storage-${release}-0, the claim name that the StatefulSet adopts`,
      remedy: "leave the claim's name to the stack",
    };
    const wrongSize = {
      setting: `${valuesFile}: ${key}.size`,
      got: shownAt(values, `${key}.size`),
      expected: `${volume.size}, the size of the volume`,
      remedy: "set nfs.size, which sizes both",
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
