import {
  absolutePath,
  anyText,
  chartRepository,
  domainName,
  hostName,
  mountOption,
  objectName,
  registryName,
  relativePath,
} from "../../src/settings/validators";

test.each([
  ["an object's name", objectName, ["monitoring", "a", "log-2", "a".repeat(63)]],
  ["a host", hostName, ["nfs.example.com", "192.0.2.10", "2001:db8::10"]],
  ["an absolute path", absolutePath, ["/", "/srv", "/srv/nfs/loki"]],
  ["a relative path", relativePath, ["rules", "./rules", "rules/production"]],
  ["a mount option", mountOption, ["hard", "nfsvers=4.1", "sec=krb5p", "lookupcache=none"]],
  ["a domain", domainName, ["cluster.local", "k8s.example.com"]],
  ["a registry", registryName, ["registry.example.com", "registry.example.com:5000/mirror", "192.0.2.10:5000"]],
  ["a chart repository", chartRepository, ["https://charts.example.com", "oci://registry.example.com/charts"]],
  ["any string", anyText, ["loki", " x "]],
])("accepts %s", (_, form, texts) => {
  expect(texts.filter((text) => !form.pattern.test(text))).toEqual([]);
});

test.each([
  ["an object's name", objectName, ["", "Monitoring", "-a", "a-", "a.b", "a_b", "a b", "a".repeat(64), "a\n"]],
  ["a host", hostName, ["", "nfs://example.com", "nfs.example.com/srv", "nfs example", "-nfs", "nfs.example.com:2049"]],
  ["an absolute path", absolutePath, ["", "srv/nfs", "~/nfs", "/srv/my logs", "/srv\n", "/srv/", "//", "/srv\0"]],
  ["a relative path", relativePath, ["", "/etc/rules", "~/rules", "my rules", "C:\\rules", "rules\0", "r".repeat(256)]],
  ["a mount option", mountOption, ["", "hard,noatime", "-o hard", "nfsvers = 4.1", "nfsvers="]],
  ["a domain", domainName, ["", ".cluster.local", "cluster.local.", "Cluster.Local", "https://cluster.local"]],
  ["a registry", registryName, ["", "registry.example.com/", "Registry.Example.com", "https://registry.example.com"]],
  [
    "a chart repository",
    chartRepository,
    ["", "charts.example.com", "ftp://charts.example.com", "at https://charts.example.com", "https://", "oci://a/ b"],
  ],
  ["any string", anyText, ["", " ", "\n\t"]],
])("rejects near misses of %s", (_, form, texts) => {
  expect(texts.filter((text) => form.pattern.test(text))).toEqual([]);
});
