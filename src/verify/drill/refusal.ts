import { statusOf } from "../../kube/errors";

/**
 * Why the API server doesn't take a pod as it is: Pod Security, a quota, a LimitRange, another admission plugin; null for
 * what is no matter of the pod, such as a missing role.
 */
export function refusalOf(error: unknown): string | null {
  const status = statusOf(error);
  if (status === null) return null;
  const { code, message } = status;
  const isOfRoles = / cannot \S+ resource "/.test(message);
  return (code === 403 && !isOfRoles) || code === 422 || code === 400 ? message : null;
}
