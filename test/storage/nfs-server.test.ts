import { nfsFromText, unreachable } from "../../src/storage/nfs-server";

const refusal = (server: string) => unreachable(server, "nfs.server");

test.each([
  ["127.0.0.1", "a loopback address"],
  ["127.8.8.8", "a loopback address"],
  ["127.1", "a loopback address"],
  ["2130706433", "a loopback address"],
  ["0x7f000001", "a loopback address"],
  ["::1", "a loopback address"],
  ["0:0:0:0:0:0:0:1", "a loopback address"],
  ["::ffff:127.0.0.1", "a loopback address"],
  ["::ffff:7f00:1", "a loopback address"],
  ["localhost", "a name of the loopback address"],
  ["LocalHost", "a name of the loopback address"],
  ["nfs.localhost", "a name of the loopback address"],
  ["localhost.localdomain", "a name of the loopback address"],
  ["ip6-localhost", "a name of the loopback address"],
  ["0.0.0.0", "an unspecified address"],
  ["::", "an unspecified address"],
  ["169.254.10.1", "a link-local address"],
  ["fe80::1", "a link-local address"],
  ["224.0.0.251", "a multicast address"],
  ["ff02::fb", "a multicast address"],
  ["255.255.255.255", "a broadcast or reserved address"],
  ["10.0.0.256", "which is not an IP address"],
  ["10.0.0.1.2", "which is not an IP address"],
])("refuses the server %s: %s", (server, fault) => {
  expect(refusal(server)).toMatchObject({ setting: "nfs.server", got: `"${server}", ${fault}` });
});

test.each([
  ["10.0.7", "10.0.0.7"],
  ["10.0.0.010", "10.0.0.8"],
])("suggests four numbers for %s", (server, address) => {
  expect(refusal(server)).toMatchObject({
    got: `"${server}", which a node reads as ${address}`,
    remedy: `write four numbers without leading zeros, such as nfs: { server: "${address}" }`,
  });
});

test.each([
  "nas",
  "NAS.example.com",
  "nas-1.localhost.example.com",
  "localhost-nas",
  "10.0.10.15",
  "192.168.1.1",
  "100.64.0.1",
  "203.0.113.7",
  "2001:db8::1",
  "2001:DB8:0::1",
  "fd00::7",
  "::ffff:10.0.0.1",
])("accepts the server %s", (server) => {
  expect(refusal(server)).toBeNull();
});

test.each([
  ["nas:/srv/loki", '"nas"', '"/srv/loki"'],
  ["nfs://nas.example.com:2049/srv/loki/", '"nas.example.com"', '"/srv/loki"'],
  ["nas:/", '"nas"', '"/"'],
  ["nas:2049", '"nas"', '"…"'],
  ["[2001:db8::1]:/srv", '"2001:db8::1"', '"/srv"'],
  ["2001:db8::1", '"2001:db8::1"', '"…"'],
])("reads the export %s", (text, server, path) => {
  expect(nfsFromText(text)).toEqual({ server, path });
});

test.each(["/srv/loki", "my nas", ""])("reads no export from %j", (text) => {
  expect(nfsFromText(text)).toBeNull();
});
