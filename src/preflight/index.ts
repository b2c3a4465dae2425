import { apiServer } from "../diagnostics/api-server";
import type { PreflightLink } from "./context";
import { alertmanager } from "./links/alertmanager";
import { datasource } from "./links/datasource";
import { journal } from "./links/journal";
import { leftovers } from "./links/leftovers";
import { limits } from "./links/limits";
import { namespace } from "./links/namespace";
import { nfs } from "./links/nfs";
import { placement } from "./links/placement";
import { podSecurity } from "./links/pod-security";
import { quota } from "./links/quota";
import { releases } from "./links/releases";
import { runtime } from "./links/runtime";
import { storageClass } from "./links/storage-class";
import { volume } from "./links/volume";

/** What an apply needs, in the order in which it is told. */
export const links: readonly PreflightLink[] = [
  apiServer({ tooOld: "broken" }),
  alertmanager,
  namespace,
  podSecurity,
  limits,
  quota,
  volume,
  storageClass,
  nfs,
  placement,
  runtime,
  journal,
  releases,
  leftovers,
  datasource,
];
