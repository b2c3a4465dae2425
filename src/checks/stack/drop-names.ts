import { OWN_DROPS } from "../../alloy/drops";
import type { Check } from "../check";

export const dropNames: Check = {
  id: "drop-names",
  title: "Drops have names of their own",
  severity: "error",
  why: "Alloy's metric adds up two drops of one name, so nobody can tell which one dropped a line",
  remedy: "rename the drop",
  evidence: "in Alloy's loki_process_dropped_lines_total, the drop's name is the only label that states a reason",
  find({ model }) {
    return model.alloy.drop.flatMap(({ name }, index) =>
      OWN_DROPS.includes(name)
        ? [
            {
              setting: `alloy.drop[${index}].name`,
              got: `"${name}"`,
              expected: `a name other than ${OWN_DROPS.join(" and ")}, which the stack's own drops have`,
              remedy: "rename it",
            },
          ]
        : [],
    );
  },
};
