import type { CoreV1Event } from "@kubernetes/client-node";
import type { Cause } from "../../diagnostics/cause";
import { about, type Subject } from "../kubernetes/events";
import { NOT_CREATED, POD_SECURITY, QUOTA } from "./causes";

/** Why a controller couldn't make a pod. */
export interface PodRefusal {
  readonly says: string;
  readonly cause: Cause;
}

/** The last refusal that a controller told of; null where it told of none. */
export function lastRefusal(warnings: readonly CoreV1Event[], controller: Subject): PodRefusal | null {
  const [event] = about(warnings, controller).filter(({ reason }) => reason === "FailedCreate");
  if (event === undefined) return null;
  const says = event.message ?? "FailedCreate";
  return { says, cause: causeOf(says) };
}

/** How the API server words what its admission plugins refuse. */
function causeOf(message: string): Cause {
  if (/violates PodSecurity/.test(message)) return POD_SECURITY;
  if (/exceeded quota|failed quota|(maximum|minimum) (cpu|memory) usage per/.test(message)) return QUOTA;
  return NOT_CREATED;
}
