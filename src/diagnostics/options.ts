import type { Duration } from "../units";
import type { Subject } from "./rbac/subject";

/** What the command line says of a look at clusters. */
export interface LookOptions {
  /** Names of the kubeconfig; empty for the one that a deploy would take. */
  readonly contexts: readonly string[];
  /** An absolute path; null for the one that a deploy would take. */
  readonly kubeconfig: string | null;
  /** Links by their ids; empty for all of them. */
  readonly only: readonly string[];
  readonly readOnly: boolean;
  /** Where components are asked directly, by the option that says it: "loki-url". */
  readonly urls: Readonly<Record<string, string>>;
  readonly json: boolean;
  /** The file that a CI reads; null for none. */
  readonly junit: string | null;
  /** How long to look again until everything holds; null for one look. */
  readonly watch: Duration | null;
  /** Who shall get the roles that are printed, instead of a look; null for a look. */
  readonly rbac: Subject | null;
}
