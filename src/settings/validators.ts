import type { TextValidator } from "./messages";

/** A name that Kubernetes takes for objects (RFC 1123). @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const objectName: TextValidator = {
  pattern: /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
  expected: "a Kubernetes name: lower-case letters, digits and dashes, at most 63",
  why: "the API server refuses every other name",
  remedy: 'write the name as "kubectl get" prints it',
};

export const hostName: TextValidator = {
  pattern: /^([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)$/,
  expected: "a host name or an IP address, without port, path or scheme",
  why: "the kubelet of every node mounts from it by this name",
  remedy: 'write the server alone, such as "nfs.example.com" or "192.0.2.10"',
};

export const absolutePath: TextValidator = {
  pattern: /^\/(\S*[^\s/])?$/,
  expected: "an absolute path without blanks, and without a slash at its end",
  why: "the server is asked for exactly this path, and no letter of it can change under a volume that is bound",
  remedy:
    'begin with a slash, and leave the slash at the end out, such as "/srv/nfs/loki"; a plan that is deployed with one is destroyed before (README, "Moving the export")',
};

export const relativePath: TextValidator = {
  pattern: /^(?!\/)(?!~)[^\s\\]+$/,
  expected: "a path relative to the project's folder",
  why: "an absolute path exists on one machine only and would be written into the plan",
  remedy: 'write the path as seen from the folder of main.ts, such as "rules"',
};

export const mountOption: TextValidator = {
  pattern: /^[a-z0-9_]+(=[A-Za-z0-9._:/-]+)?$/,
  expected: "one NFS mount option an entry",
  why: "the kernel refuses the whole mount for one option that it cannot read",
  remedy: 'write one option an entry, such as "nfsvers=4.1"',
};

export const domainName: TextValidator = {
  pattern: /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
  expected: "the cluster's DNS domain",
  why: "every address in the plan ends with it",
  remedy: 'write the domain of the kubelet\'s clusterDomain, such as "cluster.local"',
};

export const registryName: TextValidator = {
  pattern: /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]+)?(\/[a-z0-9]([-a-z0-9._]*[a-z0-9])?)*$/,
  expected: "a registry host, with a port or a path where it has one, without scheme",
  why: "it is put in front of every image's name",
  remedy: 'write it as an image reference begins, such as "registry.example.com/mirror"',
};

export const chartRepository: TextValidator = {
  pattern: /^(https?|oci):\/\/[^\s/]+(\/[^\s]*)?$/,
  expected: "an address that begins with https://, http:// or oci://",
  why: "Helm asks it for the chart",
  remedy:
    'write it as for "helm repo add", such as "https://charts.example.com" or "oci://registry.example.com/charts"',
};

export const anyText: TextValidator = {
  pattern: /\S/,
  expected: "a text that is not empty",
  why: "an empty text says nothing to the one who reads it",
  remedy: "write it, or leave the setting out where it is optional",
};
