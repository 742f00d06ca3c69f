import { DASH, HASH, isBlank, isBreak, isBreakOrEnd, isDigit, SPACE, TAB } from "./cursor";
import type { Scanner } from "./scanner";
import type { Token } from "./token";

const PLUS = 43;

/** A scalar after `|` or `>` (libyaml: yaml_parser_scan_block_scalar). */
export function scanBlockScalar(scanner: Scanner, literal: boolean): Token {
  const start = scanner.pos;
  const header = scanHeader(scanner);
  const breaks = { indent: 0, text: "", end: scanner.pos };
  if (header.increment > 0) breaks.indent = Math.max(scanner.indent, 0) + header.increment;
  scanBreaks(scanner, breaks);
  let value = "";
  let leadingBreak = "";
  let leadingBlank = false;
  while (scanner.column === breaks.indent && scanner.at() !== 0) {
    const blank = isBlank(scanner.at());
    if (!literal && leadingBreak === "\n" && !leadingBlank && !blank) {
      if (breaks.text === "") value += " ";
    } else value += leadingBreak;
    value += breaks.text;
    breaks.text = "";
    leadingBlank = blank;
    const from = scanner.pos;
    scanner.skipToLineEnd();
    value += scanner.text.slice(from, scanner.pos);
    breaks.end = scanner.pos;
    leadingBreak = scanner.takeBreak();
    scanBreaks(scanner, breaks);
  }
  if (header.chomping !== "strip") value += leadingBreak;
  if (header.chomping === "keep") value += breaks.text;
  return { type: "scalar", start, end: breaks.end, value, style: literal ? "literal" : "folded" };
}

interface Header {
  readonly chomping: "clip" | "strip" | "keep";
  /** Indentation given by a digit; 0: found out from the first line. */
  readonly increment: number;
}

function scanHeader(scanner: Scanner): Header {
  scanner.pos++;
  let chomping: Header["chomping"] = "clip";
  let increment = 0;
  const takeChomping = () => {
    const c = scanner.at();
    if (c !== PLUS && c !== DASH) return false;
    chomping = c === PLUS ? "keep" : "strip";
    scanner.pos++;
    return true;
  };
  const takeIncrement = () => {
    const c = scanner.at();
    if (!isDigit(c)) return false;
    if (c === 48) scanner.fault("The indentation after `|` or `>` must be 1 to 9.");
    increment = c - 48;
    scanner.pos++;
    return true;
  };
  if (takeChomping()) takeIncrement();
  else if (takeIncrement()) takeChomping();
  while (isBlank(scanner.at())) scanner.pos++;
  if (scanner.at() === HASH) scanner.skipToLineEnd();
  if (!isBreakOrEnd(scanner.at())) scanner.fault("Only a comment may follow `|` or `>` on its line: start the text on the next line.");
  scanner.takeBreak();
  return { chomping, increment };
}

/** Passes over indentation and empty lines, and finds the indentation out from the first line that has text. */
function scanBreaks(scanner: Scanner, breaks: { indent: number; text: string; end: number }): void {
  let widest = 0;
  for (;;) {
    while ((breaks.indent === 0 || scanner.column < breaks.indent) && scanner.at() === SPACE) scanner.pos++;
    widest = Math.max(widest, scanner.column);
    if ((breaks.indent === 0 || scanner.column < breaks.indent) && scanner.at() === TAB) {
      scanner.fault("A tab cannot indent in YAML: use spaces.");
    }
    if (!isBreak(scanner.at())) break;
    breaks.text += scanner.takeBreak();
  }
  if (breaks.indent === 0) breaks.indent = Math.max(widest, scanner.indent + 1, 1);
}
