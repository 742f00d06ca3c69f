import { type Lexed, type LexOptions, lex } from "./lexer";
import type { ExpressionOptions, ParseOptions } from "./options";
import { doubleBackslashes, normalizeNewlines, type SourceMap } from "./sourceMap";

/**
 * The author's text to tokens with offsets in that text: line ends, the newline at the end and Ansible's treatment of backslashes are
 * settled here.
 */

/** A template: text with tags in it. `offset` is where it starts in the author's text. */
export function tokenizeTemplate(source: string, options: ParseOptions, offset = 0): Lexed {
  const classic = options.ansibleEscapes && options.generation !== "native";
  const normal = normalizeNewlines(source, offset);
  const lexOptions: LexOptions = {
    state: "root",
    trimBlocks: options.trimBlocks ?? true,
    lstripBlocks: options.lstripBlocks ?? false,
    values: true,
    literalBackslashes: options.ansibleEscapes === true && !classic,
  };
  const keep = options.keepTrailingNewline ?? false;
  const text = keep ? normal.text : withoutNewline(normal.text);
  if (classic && text.includes("\\") && text.includes("{{")) return lexTwice(text, keep, lexOptions, normal.map);
  return mapped(lex(text, lexOptions), [normal.map]);
}

/** A bare expression, as between `{{` and `}}` or, for a classic condition, in the head of an `{% if %}`. */
export function tokenizeExpression(source: string, options: ExpressionOptions): Lexed {
  const normal = normalizeNewlines(source);
  const classicCondition = options.generation !== "native" && (options.as ?? "condition") === "condition";
  const state = classicCondition ? "block_begin" : "variable_begin";
  const lexOptions: LexOptions = { state, trimBlocks: true, lstripBlocks: false, values: true, literalBackslashes: false };
  if (!options.ansibleEscapes || classicCondition) return mapped(lex(normal.text, lexOptions), [normal.map]);
  if (options.generation === "native") return mapped(lex(normal.text, { ...lexOptions, literalBackslashes: true }), [normal.map]);
  return lexTwice(normal.text, true, lexOptions, normal.map);
}

/** ansible/template/__init__.py, _escape_backslashes: the tokens' text with doubled backslashes is joined and read again. */
function lexTwice(text: string, keep: boolean, options: LexOptions, map: SourceMap): Lexed {
  const first = lex(text, { ...options, values: false });
  if (first.problems.length > 0) return mapped(lex(text, { ...options, literalBackslashes: true }), [map]);
  let inVariable = options.state === "variable_begin";
  const strings = first.tokens.filter((token) => {
    if (token.type === "variable_begin") inVariable = true;
    else if (token.type === "variable_end") inVariable = false;
    return inVariable && token.type === "string" && token.text.includes("\\");
  });
  const doubled = doubleBackslashes(text, strings);
  // Both readings drop a newline at the end.
  const again = keep ? doubled.text : withoutNewline(doubled.text);
  return mapped(lex(again, options), [doubled.map, map]);
}

function withoutNewline(text: string): string {
  return text.endsWith("\n") ? text.slice(0, -1) : text;
}

function mapped(lexed: Lexed, maps: readonly SourceMap[]): Lexed {
  for (const map of maps) {
    if (map.isIdentity) continue;
    for (const item of [...lexed.tokens, ...lexed.problems]) {
      item.start = map.original(item.start);
      item.end = map.original(item.end);
    }
  }
  return lexed;
}
