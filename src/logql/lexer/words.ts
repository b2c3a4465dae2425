/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/lex.go (tokens) */
const WORDS = `unwrap by without bool offset on ignoring group_left group_right or and unless json regexp logfmt unpack
  pattern label_format line_format decolorize drop keep variants of`;

/** Names that no label can have where a query names it. */
export const RESERVED: ReadonlySet<string> = new Set(WORDS.split(/\s+/));

export const OPERATORS: ReadonlySet<string> = new Set(
  ", . { } = != =~ !~ !> |= |~ |> | ( ) ] + - * / % ^ == > >= < <=".split(" "),
);

export const FLAGS: ReadonlySet<string> = new Set(["--strict", "--keep-empty"]);
