/**
 * Returns whether a plain text is a regular expression by mistake. Log lines contain pipes, dots, brackets and
 * question marks, so only what hardly occurs in them counts.
 */
export function isPatternText(text: string): boolean {
  return REGULAR.some((pattern) => pattern.test(text)) || isAlternation(text);
}

const REGULAR: readonly RegExp[] = [
  // (?i)error
  /^\(\?[imsU]+\)/,
  // error.*timeout; an ellipsis is a text
  /(?:^|[^.\\])\.[*+](?![*+])/,
  // ^panic; "^[[" starts a color
  /^\^(?:\w{2}|[(/]|\[[^[])/,
  // panic$
  /[a-z]{3}\$$/,
  // code \d+, [0-9]+
  /\\[dsw][+*{]|\[\^?(?:[a-z]-[a-z]|[A-Z]-[A-Z]|\d-\d)+\][+*{]/,
  // status=5..; an ellipsis is a text
  /[=:"] ?[1-5]\.\.(?![\w.])/,
  // [Ee]rror
  /\[(?:[Aa][Aa]|[Ee][Ee]|[Ff][Ff]|[Pp][Pp]|[Ww][Ww]|[Tt][Tt])\]\w/,
];

const FAILURE = /err|warn|fatal|crit|panic|fail|exce|timeout|timed out|refused|denied|kill|oom|crash|abort/i;

/**
 * Whether a text is words separated by pipes. Some programs write lines with pipes between their columns, such as
 * "ERROR|input.fail" or "CEF:0|vendor|product": a word in capitals beside others, or other characters.
 */
function isAlternation(text: string): boolean {
  const words = text.replace(/^\((.*)\)$/s, "$1").split("|");
  if (words.length < 2) return false;
  if (words.every((word) => /^[45]\d\d$/.test(word))) return true;
  const [first = "", ...others] = words;
  const isColumn = isUpper(first) && !others.every(isUpper);
  return !isColumn && words.every(isWord);
}

function isUpper(word: string): boolean {
  return word === word.toUpperCase();
}

function isWord(word: string): boolean {
  if (!/^[A-Za-z][\w .:=/'-]*[\w']$/.test(word)) return false;
  return /^[\w' -]+$/.test(word) || FAILURE.test(word);
}

/** Returns whether a label's plain value is a regular expression by mistake. Some ids contain pipes, as in "auth0|5f7c8e". */
export function isPatternValue(value: string): boolean {
  if (isPatternText(value)) return true;
  return /^\(?[A-Za-z_-]+(?:\|[A-Za-z_-]+)+\)?$|^[1-5]\d\d(?:\|[1-5]\d\d)+$|^\w[\w-]*\*$|^\d\.\.$/.test(value);
}
