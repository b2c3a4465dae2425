import { Access } from "../../../src/access/access";
import { Peer } from "../../../src/access/peer";
import { controlPlaneAccess } from "../../../src/checks/stack/control-plane-access";
import { openAccess } from "../../../src/checks/stack/open-access";
import { findings, stack } from "../stacks";

const offline = { terraform: { lookUps: false } };
const declared = [Peer.addresses("192.0.2.10/32")];

test("open access is a finding, and network policies are none", () => {
  expect(findings(openAccess, stack({ access: Access.open() }))).toEqual([
    expect.objectContaining({ setting: "access", got: "Access.open()" }),
  ]);
  expect(findings(openAccess, stack())).toEqual([]);
});

test.each([
  ["nothing is looked up or declared", offline, "nothing, and terraform.lookUps is false"],
  ["the declaration is empty", { access: Access.networkPolicy({ controlPlane: [] }) }, "no peers"],
])("the API server's proxy has no access if %s", (_, settings, got) => {
  expect(findings(controlPlaneAccess, stack(settings))).toEqual([
    expect.objectContaining({ setting: "access.controlPlane", got }),
  ]);
});

test.each([
  ["is looked up", {}],
  ["is declared", { ...offline, access: Access.networkPolicy({ controlPlane: declared }) }],
  ["has access like everybody", { ...offline, access: Access.open() }],
])("finds nothing if the control plane %s", (_, settings) => {
  expect(findings(controlPlaneAccess, stack(settings))).toEqual([]);
});
