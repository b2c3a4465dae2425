/** Who asks the API server, by a token. */
export interface User {
  readonly name: string;
  readonly token: string;
  readonly groups: readonly string[];
}

/** May do everything. */
export const ADMIN: User = { name: "admin", token: "token-of-admin", groups: ["system:masters"] };

/** May do what roles allow, which is nothing where nobody has bound one. */
export const STRANGER: User = { name: "stranger", token: "token-of-stranger", groups: [] };

/** May do what "--rbac" prints, once that is applied. */
export const INSPECTOR: User = { name: "inspector", token: "token-of-inspector", groups: [] };

/** Whose token the API server doesn't know any more. */
export const EXPIRED: User = { name: "expired", token: "token-of-nobody", groups: [] };

/**
 * The API server's file of tokens.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file
 */
export function tokenFile(users: readonly User[]): string {
  return users.map(({ name, token, groups }) => `${token},${name},${name},"${groups.join(",")}"\n`).join("");
}
