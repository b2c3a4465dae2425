import { OWN_DROPS } from "../../alloy/drops";
import type { Check } from "../check";

export const dropNames: Check = {
  id: "drop-names",
  title: "Drop names differ from those of the stack's own drops",
  severity: "error",
  why: "Alloy's metric adds up drops with the same name, so it does not show which one dropped a line",
  remedy: "rename the drop",
  evidence: "in Alloy's loki_process_dropped_lines_total, only the drop's name identifies the reason",
  find({ model }) {
    return model.alloy.drop.flatMap(({ name }, index) =>
      OWN_DROPS.includes(name)
        ? [
            {
              setting: `alloy.drop[${index}].name`,
              got: `"${name}"`,
              expected: `a name other than ${OWN_DROPS.join(" and ")}, which the stack's own drops use`,
              remedy: "rename it",
            },
          ]
        : [],
    );
  },
};
