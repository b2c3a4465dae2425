import type { Result } from "../result";

/** What was seen of a link, in a few words. */
export function figureOf({ outcome }: Result): string {
  switch (outcome.status) {
    case "holds":
      return outcome.figure;
    case "broken":
    case "doubtful":
      return outcome.found;
    case "not-deployed":
      return `not deployed yet: ${outcome.found}`;
    case "not-measured":
      return `not measured: ${outcome.why}`;
    case "not-reached":
      return "not reached";
  }
}
