import type { Span } from "../text/span";
import { FLOAT_TAG, INTEGER_TAG, implicitTag } from "./implicitTag";
import type { ScalarStyle } from "./yamlNode";

/** How a value is written, for features that look at quoting. */
export interface ValueStyle {
  readonly kind: ScalarStyle | "flow" | "block" | "empty";
  /** It starts with `{{` without quotes, which YAML reads as a mapping within a mapping. */
  readonly unquotedTemplate: boolean;
  /** A number without quotes, as written: `1.10` is the float 1.1, `0700` the integer 448. */
  readonly unquotedNumber?: string;
  /** The tag before it, such as `!vault`. */
  readonly tag?: string;
}

export function valueStyle(text: string, valueSpan: Span): ValueStyle {
  let source = text.slice(valueSpan.start, valueSpan.end);
  const tag = /^!\S*/.exec(source)?.[0];
  if (tag) source = source.slice(tag.length).trimStart();
  const kind = kindOf(source);
  const number = kind === "plain" && !tag && [FLOAT_TAG, INTEGER_TAG].includes(implicitTag(source));
  return {
    kind,
    unquotedTemplate: source.startsWith("{{"),
    ...(number && { unquotedNumber: source }),
    ...(tag && { tag }),
  };
}

function kindOf(source: string): ValueStyle["kind"] {
  switch (source[0]) {
    case undefined:
      return "empty";
    case "'":
      return isKey(source) ? "block" : "single";
    case '"':
      return isKey(source) ? "block" : "double";
    case "|":
      return "literal";
    case ">":
      return "folded";
    case "[":
    case "{":
      return "flow";
    default:
      return isKey(source) || /^[-?](?:\s|$)/.test(source) ? "block" : "plain";
  }
}

/** A quoted or plain text and a colon: the first key of a block mapping. */
function isKey(source: string): boolean {
  return /^(?:"(?:[^"\\\n]|\\.){0,1000}"|'[^'\n]{0,1000}'|[^"'\s][^\n#]{0,1000}?)[ \t]{0,100}:(?:\s|$)/.test(source);
}
