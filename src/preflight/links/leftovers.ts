import { inNamespace } from "../../diagnostics/permission";
import { Duration } from "../../units";
import type { PreflightLink } from "../context";
import { EARLIER, NO_RELEASE, OTHER_RELEASE, OTHER_STATE, TAKEN_OVER } from "../leftovers/causes";
import { judgeLeftovers } from "../leftovers/judgement";
import { accessTo, plannedNames, plannedObjects } from "../leftovers/planned-objects";
import { NAMESPACE_ACCESS } from "../own-namespace";
import { isDeployed } from "../owner";

/** Nothing has a name that the plan is about to give. */
export const leftovers: PreflightLink = {
  id: "leftovers",
  title: "Nothing is left that has a name of the plan",
  after: ["api-server"],
  failure: "cluster",
  patience: Duration.seconds(10),
  access: (model) => [
    NAMESPACE_ACCESS,
    inNamespace(model.namespace.name, "configmaps", ["get"]),
    ...plannedNames(model).map(accessTo),
  ],
  creates: false,
  causes: [EARLIER, TAKEN_OVER, OTHER_STATE, OTHER_RELEASE, NO_RELEASE],
  async look(context, signal) {
    const [objects, deployed] = await Promise.all([plannedObjects(context, signal), isDeployed(context, signal)]);
    return judgeLeftovers(objects, deployed);
  },
};
