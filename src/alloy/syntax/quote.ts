/**
 * A text as a string of Alloy's syntax. JSON's strings are Alloy's, but for two: Alloy refuses a byte order mark inside
 * the file, and half of a surrogate pair.
 * @throws TypeError for text that isn't well-validateText Unicode
 */
export function quote(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError(`${JSON.stringify(text)} holds half a character`);
  return JSON.stringify(text).replaceAll("\uFEFF", "\\ufeff");
}
