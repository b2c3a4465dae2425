import type { Cause } from "../../diagnostics/cause";
import {
  FAILED,
  FAILED_UPGRADE,
  INSTALL_ENDED,
  NOTHING_WORKED,
  RUNNING,
  UNINSTALL_ENDED,
  UNINSTALLED,
  UPGRADE_ENDED,
} from "./causes";
import type { Revision } from "./revisions";

/** What an apply meets at a release, whoever's it is. */
export interface Obstacle {
  readonly causes: readonly Cause[];
  /** Whether the apply fails at it. */
  readonly blocks: boolean;
}

export interface Around {
  /** The revision to go back to, where there is one. */
  readonly working: Revision | undefined;
  /** Whether whoever began what is under way may still be at it. */
  readonly running: boolean;
}

/** @returns null where Helm upgrades it */
export function obstacleOf(status: string, { working, running }: Around): Obstacle | null {
  const ended = endedAt(status, working);
  if (ended !== null) return { causes: running ? [RUNNING, ended] : [ended, RUNNING], blocks: true };
  if (status === "deployed") return null;
  if (status === "uninstalled") return { causes: [UNINSTALLED], blocks: true };
  return working === undefined ? { causes: [FAILED], blocks: true } : { causes: [FAILED_UPGRADE], blocks: false };
}

/** @returns null for a status in which nothing is under way */
function endedAt(status: string, working: Revision | undefined): Cause | null {
  switch (status) {
    case "pending-install":
      return INSTALL_ENDED;
    case "pending-upgrade":
    case "pending-rollback":
      return working === undefined ? NOTHING_WORKED : UPGRADE_ENDED;
    case "uninstalling":
      return UNINSTALL_ENDED;
    default:
      return null;
  }
}
