/** @see https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
export const ENFORCE = "pod-security.kubernetes.io/enforce";

/** Host paths, host PID and one privileged init container: no lower level lets these pods in. */
export const LEVEL = "privileged";
