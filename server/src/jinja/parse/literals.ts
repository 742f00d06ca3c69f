import { TEXT_ESCAPES } from "../../python/escapes";

/** String and number literals as Jinja2's lexer reads them (jinja2/lexer.py: string_re, integer_re, float_re, Lexer.wrap). */

export type Decoded = { readonly value: string } | { readonly error: string };

/**
 * The value of a string literal's inside: `value.encode("ascii", "backslashreplace").decode("unicode-escape")`. An unknown escape keeps
 * its backslash. Characters outside ASCII take part as the escapes that Python makes of them first.
 */
export function decodeString(inside: string): Decoded {
  if (!inside.includes("\\")) return { value: inside };
  const source = asciiWithEscapes(inside);
  let value = "";
  let done = 0;
  for (let at = source.indexOf("\\"); at >= 0; at = source.indexOf("\\", done)) {
    value += source.slice(done, at);
    const next = source[at + 1] ?? "";
    const simple = TEXT_ESCAPES.get(next);
    if (simple !== undefined) {
      value += simple;
      done = at + 2;
    } else if (next >= "0" && next <= "7") {
      const digits = (source.slice(at + 1, at + 4).match(/^[0-7]+/) as RegExpMatchArray)[0];
      value += String.fromCharCode(Number.parseInt(digits, 8));
      done = at + 1 + digits.length;
    } else if (HEX_WIDTH.has(next)) {
      const width = HEX_WIDTH.get(next) as number;
      const digits = source.slice(at + 2, at + 2 + width);
      if (digits.length < width || !/^[0-9a-fA-F]+$/.test(digits)) return { error: `truncated \\${next}${"X".repeat(width)} escape` };
      const code = Number.parseInt(digits, 16);
      if (code > 0x10ffff) return { error: "illegal Unicode character" };
      value += String.fromCodePoint(code);
      done = at + 2 + width;
    } else if (next === "N") {
      return {
        error: /^\{[^}]+\}/.test(source.slice(at + 2, at + 200)) ? "\\N{name} is not supported here" : "malformed \\N character escape",
      };
    } else {
      value += `\\${next}`;
      done = at + 1 + next.length;
    }
  }
  return { value: value + source.slice(done) };
}

const HEX_WIDTH: ReadonlyMap<string, number> = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);

function asciiWithEscapes(text: string): string {
  return text.replace(/[^\x00-\x7f]/gu, (character) => {
    const code = character.codePointAt(0) as number;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
    if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
    return `\\U${code.toString(16).padStart(8, "0")}`;
  });
}

export interface NumberLiteral {
  readonly end: number;
  /** bigint: int, number: float, undefined: Python refuses to convert it. */
  readonly value: bigint | number | undefined;
}

/** The number that starts at `from`, if one does. */
export function scanNumber(text: string, from: number): NumberLiteral | undefined {
  if (!isDigit(text.charCodeAt(from))) return undefined;
  return scanFloat(text, from) ?? scanInteger(text, from);
}

function scanFloat(text: string, from: number): NumberLiteral | undefined {
  if (text[from - 1] === ".") return undefined;
  let end = digitsEnd(text, from, isDigit);
  let float = false;
  if (text[end] === "." && isDigit(text.charCodeAt(end + 1))) {
    end = digitsEnd(text, end + 1, isDigit);
    float = true;
  }
  if (text[end] === "e" || text[end] === "E") {
    const sign = text[end + 1] === "+" || text[end + 1] === "-" ? 1 : 0;
    if (isDigit(text.charCodeAt(end + 1 + sign))) {
      end = digitsEnd(text, end + 1 + sign, isDigit);
      float = true;
    }
  }
  if (!float) return undefined;
  return { end, value: Number(text.slice(from, end).replaceAll("_", "")) };
}

function scanInteger(text: string, from: number): NumberLiteral {
  const prefix = text[from] === "0" ? (text[from + 1] ?? "").toLowerCase() : "";
  const digit = PREFIXES.get(prefix);
  if (digit) {
    const first = text[from + 2] === "_" ? from + 3 : from + 2;
    if (digit(text.charCodeAt(first))) return integer(text, from, digitsEnd(text, first, digit), MAX_BINARY_DIGITS);
  }
  return integer(text, from, digitsEnd(text, from, text[from] === "0" ? isZero : isDigit), MAX_DECIMAL_DIGITS);
}

function integer(text: string, from: number, end: number, limit: number): NumberLiteral {
  const digits = text.slice(from, end).replaceAll("_", "");
  return { end, value: digits.length > limit ? undefined : BigInt(digits) };
}

/** sys.int_info.default_max_str_digits: Python's int() refuses more. */
const MAX_DECIMAL_DIGITS = 4300;
/** Ours: Python has no bound for the other bases. */
const MAX_BINARY_DIGITS = 100_000;
const PREFIXES: ReadonlyMap<string, (code: number) => boolean> = new Map([
  ["b", (code: number) => code === 48 || code === 49],
  ["o", (code: number) => code >= 48 && code <= 55],
  ["x", (code: number) => isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)],
]);

/** Digits with single underscores between them. */
function digitsEnd(text: string, from: number, digit: (code: number) => boolean): number {
  let i = from;
  for (;;) {
    while (digit(text.charCodeAt(i))) i++;
    if (text[i] === "_" && digit(text.charCodeAt(i + 1))) i++;
    else return i;
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isZero(code: number): boolean {
  return code === 48;
}
