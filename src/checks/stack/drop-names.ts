import { OWN_DROPS } from "../../alloy/drops";
import type { Check } from "../check";

export const dropNames: Check = {
  id: "drop-names",
  severity: "error",
  reason: "two drops of one name are one number in Alloy's metric: nobody could tell what was dropped by whom",
  evidence: "Alloy's loki_process_dropped_lines_total has the drop's name as its only label of a reason",
  find({ model }) {
    return model.alloy.drop.flatMap(({ name }, index) =>
      OWN_DROPS.includes(name)
        ? [
            {
              setting: `alloy.drop[${index}].name`,
              got: `"${name}"`,
              expected: `another name than ${OWN_DROPS.join(" and ")}, which the plan's own drops have`,
              remedy: "rename it",
            },
          ]
        : [],
    );
  },
};
