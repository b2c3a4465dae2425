import { Access } from "../../../src/access/access";
import { Peer } from "../../../src/access/peer";
import { stack } from "../stacks";
import type { RemedyCase } from "./remedy";

const offline = { terraform: { lookUps: false } };

/** Remedies of the checks of who may connect. */
export const accessRemedies: readonly RemedyCase[] = [
  { check: "open-access", before: stack({ access: Access.open() }), remedy: "remove access", after: stack() },
  {
    check: "open-access",
    before: stack({ access: Access.open() }),
    remedy: 'write access: Access.networkPolicy({ from: [Peer.namespace("grafana")] })',
    after: stack({ access: Access.networkPolicy({ from: [Peer.namespace("grafana")] }) }),
  },
  {
    check: "control-plane-access",
    before: stack(offline),
    remedy: 'write access: Access.networkPolicy({ controlPlane: [Peer.addresses("192.0.2.10/32")] })',
    after: stack({ ...offline, access: Access.networkPolicy({ controlPlane: [Peer.addresses("192.0.2.10/32")] }) }),
  },
  {
    check: "control-plane-access",
    before: stack(offline),
    remedy: "write terraform: { lookUps: true }",
    after: stack({ terraform: { lookUps: true } }),
  },
  {
    check: "control-plane-access",
    before: stack({ access: Access.networkPolicy({ controlPlane: [] }) }),
    remedy: "leave controlPlane out",
    after: stack({ access: Access.networkPolicy() }),
  },
];
