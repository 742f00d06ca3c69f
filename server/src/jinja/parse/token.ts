/** What the lexer hands to the parser: jinja2/lexer.py's tokens with spans, operators under their own text. */

export type TokenType =
  | "data"
  | "variable_begin"
  | "variable_end"
  | "block_begin"
  | "block_end"
  | "name"
  | "string"
  | "integer"
  | "float"
  | "eof"
  | Operator;

export type Operator =
  | ("+" | "-" | "/" | "//" | "*" | "%" | "**" | "~" | "[" | "]" | "(" | ")" | "{" | "}" | "==" | "!=" | ">" | ">=" | "<" | "<=")
  | ("=" | "." | ":" | "|" | "," | ";");

export interface Token {
  readonly type: TokenType;
  /** Offsets in the original text, once the lexer is done. */
  start: number;
  end: number;
  /** Of a name or data: its text (data after whitespace control). Of a string: its value. Empty for the rest. */
  readonly text: string;
  /** Of a number. */
  readonly number?: bigint | number;
  /** Of an end token: the tag is not closed in the text. */
  readonly absent?: boolean;
}

/** A problem that the lexer found; the parser reports at most one problem for each tag. */
export interface LexProblem {
  readonly message: string;
  start: number;
  end: number;
  /** Index of the token at which the parser meets it. */
  readonly token: number;
  readonly code: ProblemCode;
}

/**
 * `jinja-syntax`: Jinja2 raises a TemplateSyntaxError. `jinja-compile`: Python refuses the program that Jinja2 writes, where classic
 * templating returns the text as it is (ansible/template/__init__.py, do_template). `jinja-depth`: nested more deeply than we read
 * (and than Python would compile).
 */
export type ProblemCode = "jinja-syntax" | "jinja-compile" | "jinja-depth";

/** describe_token of jinja2/lexer.py, without the quotes. */
export function describe(token: Token): string {
  if (token.absent) return describeType("eof");
  return token.type === "name" ? shorten(token.text) : describeType(token.type);
}

export function describeType(type: TokenType): string {
  switch (type) {
    case "data":
      return "template data / text";
    case "variable_begin":
      return "begin of print statement";
    case "variable_end":
      return "end of print statement";
    case "block_begin":
      return "begin of statement block";
    case "block_end":
      return "end of statement block";
    case "eof":
      return "end of template";
    default:
      return type;
  }
}

/** Names in messages stay short, whatever the text holds. */
export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
