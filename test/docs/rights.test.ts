import { rightsOf } from "../../tools/manifests/rights";
import { terraformObjects } from "../../tools/manifests/terraform-objects";
import { documentedRights } from "../helpers/rights";
import { synthesized } from "../helpers/synthesized";

/** The charts' objects: test/conformance/charts.test.ts. */
test("docs/rights.md has the rights of the stack's own objects", () => {
  const objects = terraformObjects(synthesized().resource).map(({ object }) => object);
  const own = new Set(objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`));
  const documented = documentedRights().filter(({ object }) => own.has(object));
  expect(documented.map(({ object, right }) => ({ object, right }))).toEqual(rightsOf(objects));
});

test("every right in docs/rights.md has a reason", () => {
  for (const { object, right, reason } of documentedRights())
    expect([object, right, reason]).toEqual([object, right, expect.stringMatching(/^\S.{5,}\.$/)]);
});
