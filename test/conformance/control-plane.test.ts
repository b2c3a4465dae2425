import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CIDRS, PORT } from "../../src/access/control-plane";
import { describeWith } from "../components/available";
import { folderOfTests } from "../helpers/folder";

/** A node, as Terraform's look-up returns it. */
interface Node {
  readonly address: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly podCidrs?: readonly string[];
}

const folder = folderOfTests();

function found(): string | null {
  const command = process.env["TERRAFORM_BINARY_NAME"] ?? "terraform";
  return spawnSync(command, ["version"]).status === 0 ? command : null;
}

const CONTROL_PLANE = { "node-role.kubernetes.io/control-plane": "" };
const WORKER: Node = {
  address: "192.0.2.20",
  podCidrs: ["10.244.9.0/24"],
  annotations: {
    "flannel.alpha.coreos.com/backend-type": "vxlan",
    "projectcalico.org/IPv4VXLANTunnelAddr": "10.244.9.9",
  },
};

describeWith("the look-up of the control plane (Terraform or OpenTofu)", found(), (terraform) => {
  /** Evaluates an expression of the stack, with the look-ups replaced by local values. */
  function evaluated(expression: string, servers: readonly string[], nodes: readonly Node[], ports: readonly number[]) {
    const locals = {
      servers: {
        subset: [{ address: servers.map((ip) => ({ ip })), port: ports.map((port) => ({ port })) }],
      },
      nodes: {
        nodes: nodes.map(({ address, labels = {}, annotations = {}, podCidrs = null }) => ({
          metadata: [{ labels, annotations }],
          spec: [{ pod_cidrs: podCidrs }],
          status: [
            {
              addresses: [
                { type: "InternalIP", address },
                { type: "Hostname", address: "node" },
              ],
            },
          ],
        })),
      },
    };
    writeFileSync(join(folder(), "main.tf.json"), JSON.stringify({ locals }));
    const local = expression
      .replaceAll("data.kubernetes_endpoints_v1.api-server", "local.servers")
      .replaceAll("data.kubernetes_nodes.nodes", "local.nodes");
    const { stdout, stderr } = spawnSync(terraform, ["console"], {
      cwd: folder(),
      encoding: "utf8",
      input: `jsonencode(${local})\n`,
    });
    expect(stderr).not.toContain("Error");
    return JSON.parse(JSON.parse(stdout));
  }

  test.each<[string, readonly string[], readonly Node[], readonly string[]]>([
    [
      "without a node of the control plane, as on EKS",
      ["10.0.1.5", "10.0.2.7"],
      [WORKER],
      ["10.0.1.5/32", "10.0.2.7/32"],
    ],
    [
      "without a tunnel",
      ["192.0.2.10"],
      [{ address: "192.0.2.10", podCidrs: ["10.244.0.0/24"] }, WORKER],
      ["192.0.2.10/32"],
    ],
    [
      "with another address of the API server",
      ["203.0.113.1"],
      [{ address: "192.0.2.10", labels: CONTROL_PLANE }],
      ["192.0.2.10/32", "203.0.113.1/32"],
    ],
    [
      "with Flannel",
      ["192.0.2.10"],
      [
        {
          ...WORKER,
          address: "192.0.2.10",
          podCidrs: ["10.244.0.0/24", "fd00:1::/64"],
          annotations: { "flannel.alpha.coreos.com/backend-type": "vxlan" },
        },
      ],
      ["10.244.0.0/32", "192.0.2.10/32", "fd00:1::/128"],
    ],
    [
      "with Antrea",
      ["192.0.2.10"],
      [{ address: "192.0.2.10", podCidrs: ["10.244.0.0/24"], annotations: { "node.antrea.io/mac-address": "x" } }],
      ["10.244.0.1/32", "192.0.2.10/32"],
    ],
    [
      "with Calico",
      ["192.0.2.10"],
      [
        {
          address: "192.0.2.10",
          podCidrs: ["10.244.0.0/24"],
          annotations: {
            "projectcalico.org/IPv4IPIPTunnelAddr": "10.244.77.64",
            "projectcalico.org/IPv4Address": "192.0.2.10/24",
          },
        },
      ],
      ["10.244.77.64/32", "192.0.2.10/32"],
    ],
    ["with IPv6 only", ["2001:db8::1"], [{ address: "2001:db8::1" }], ["2001:db8::1/128"]],
  ])("finds the addresses %s", (_, servers, nodes, expected) => {
    expect(evaluated(CIDRS, servers, nodes, [6443])).toEqual(expected);
  });

  test("finds the port of the API server", () => {
    expect(evaluated(PORT, ["192.0.2.10"], [], [16443])).toBe("16443");
    expect(evaluated(PORT, ["192.0.2.10"], [], [])).toBe("6443");
  });
});
