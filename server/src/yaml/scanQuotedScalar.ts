import { hexDigit, isBlank, isBlankOrEnd, isBreak } from "./cursor";
import { LineFolder } from "./lineFolder";
import type { Scanner } from "./scanner";
import type { Token } from "./token";

const BACKSLASH = 92;
const SINGLE = 39;
const DOUBLE = 34;

/**
 * A scalar in single or double quotes (libyaml: yaml_parser_scan_flow_scalar). Lines fold; only double quotes know escapes.
 */
export function scanQuotedScalar(scanner: Scanner, single: boolean): Token {
  const start = scanner.pos;
  const quote = single ? SINGLE : DOUBLE;
  const folder = new LineFolder();
  let value = "";
  scanner.pos++;
  for (;;) {
    if (scanner.atDocumentIndicator()) scanner.fault("A quoted text is not closed before the end of its document: the quote is missing.");
    if (scanner.at() === 0) scanner.fault("A quoted text is not closed before the end of the file: the quote is missing.");
    let from = scanner.pos;
    let c = scanner.at();
    while (!isBlankOrEnd(c)) {
      if (c === quote) {
        if (!single || scanner.at(1) !== SINGLE) break;
        value += scanner.text.slice(from, scanner.pos + 1);
        scanner.pos += 2;
        from = scanner.pos;
      } else if (!single && c === BACKSLASH) {
        value += scanner.text.slice(from, scanner.pos);
        if (isBreak(scanner.at(1))) {
          scanner.pos++;
          scanner.takeBreak();
          folder.join();
          from = scanner.pos;
          break;
        }
        value += scanEscape(scanner);
        from = scanner.pos;
      } else scanner.pos++;
      c = scanner.at();
    }
    if (scanner.pos > from) value += scanner.text.slice(from, scanner.pos);
    c = scanner.at();
    if (c === quote) break;
    while (isBlank(c) || isBreak(c)) {
      if (isBreak(c)) folder.addBreak(scanner.takeBreak());
      else {
        folder.addBlank(c);
        scanner.pos++;
      }
      c = scanner.at();
    }
    value += folder.take();
  }
  scanner.pos++;
  return { type: "scalar", start, end: scanner.pos, value, style: single ? "single" : "double" };
}

const ESCAPES: ReadonlyMap<number, string> = new Map(
  Object.entries({
    "0": "\0",
    a: "\x07",
    b: "\b",
    t: "\t",
    "\t": "\t",
    n: "\n",
    v: "\v",
    f: "\f",
    r: "\r",
    e: "\x1b",
    " ": " ",
    '"': '"',
    "/": "/",
    "\\": "\\",
    N: "\x85",
    _: "\xa0",
    L: "\u2028",
    P: "\u2029",
  }).map(([letter, text]) => [letter.charCodeAt(0), text]),
);

function scanEscape(scanner: Scanner): string {
  const letter = scanner.at(1);
  const text = ESCAPES.get(letter);
  if (text !== undefined) {
    scanner.pos += 2;
    return text;
  }
  const width = letter === 120 ? 2 : letter === 117 ? 4 : letter === 85 ? 8 : 0;
  if (width === 0) {
    const shown = letter === 0 ? "" : String.fromCodePoint(scanner.text.codePointAt(scanner.pos + 1) as number);
    scanner.fault(`\`\\${shown}\` is no escape in double quotes: write \`\\\\${shown}\`, or use single quotes.`);
  }
  scanner.pos += 2;
  let code = 0;
  for (let i = 0; i < width; i++) {
    const digit = hexDigit(scanner.at(i));
    if (digit < 0) scanner.fault(`An escape in double quotes needs ${width} hexadecimal digits here.`);
    code = code * 16 + digit;
  }
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) scanner.fault("An escape in double quotes names no character.");
  scanner.pos += width;
  return String.fromCodePoint(code);
}
