import { apiServer } from "../live/api-server";
import type { PreflightLink } from "./context";
import { alertmanager } from "./links/alertmanager";
import { journal } from "./links/journal";
import { leftovers } from "./links/leftovers";
import { limits } from "./links/limits";
import { namespace } from "./links/namespace";
import { nfs } from "./links/nfs";
import { podSecurity } from "./links/pod-security";
import { quota } from "./links/quota";
import { releases } from "./links/releases";
import { runtime } from "./links/runtime";
import { storageClass } from "./links/storage-class";
import { taints } from "./links/taints";
import { volume } from "./links/volume";

/** What an apply needs, in the order in which it is told. */
export const links: readonly PreflightLink[] = [
  apiServer,
  alertmanager,
  namespace,
  podSecurity,
  limits,
  quota,
  volume,
  storageClass,
  nfs,
  taints,
  runtime,
  journal,
  releases,
  leftovers,
];
