/** A user, password or token in an address: "https://user:password@host". */
const USER_INFO = /(:\/\/)[^/?#\s]*@/;

/** Returns whether an address contains a user, a password or a token. */
export function hasUserInfo(address: string): boolean {
  return USER_INFO.test(address);
}

/** Returns the address without the user and the password, for error messages. */
export function withoutUserInfo(address: string): string {
  return address.replace(USER_INFO, "$1");
}
