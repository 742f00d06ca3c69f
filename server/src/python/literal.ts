import type { Budget } from "./budget";
import { fail, unknown } from "./failure";
import { PyBytes, PyDict, PySet, PyTuple, UnhashableError, type Value } from "./values";

/**
 * ast.literal_eval with JSON's true, false and null beside Python's names, as classic templating reads a result that looks like a list
 * or dict (ansible-core 2.14 template/native_helpers.py, ansible_eval_concat).
 */

/** Python's tokenizer refuses deeper brackets. */
const MAX_BRACKETS = 200;

/** Thrown inside for text that is not a literal: the text then stays as it is. */
class NotLiteral extends Error {}

/**
 * The value that `text` writes, or undefined where Python raises ValueError or SyntaxError. Throws Failure where Python raises something
 * else (an unhashable key) and where the value is one that we cannot hold (complex numbers, Ellipsis).
 */
export function parseLiteral(text: string, budget: Budget): Value | undefined {
  if (text.includes("\0")) return undefined;
  const reader = new LiteralReader(text.replace(/\r\n?/g, "\n"), budget);
  try {
    return reader.read();
  } catch (error) {
    // Which of the two Python meets first, and whether the rest is its syntax at all, is not worked out.
    if (error instanceof NotLiteral && reader.hasUnhashable) return unknown("A key of a list or dict is not evaluated.", "type");
    if (error instanceof NotLiteral) return undefined;
    throw error;
  }
}

class LiteralReader {
  #at = 0;
  #depth = 0;
  #unhashable: UnhashableError | undefined;
  #continued = false;

  constructor(
    private readonly text: string,
    private readonly budget: Budget,
  ) {}

  get hasUnhashable(): boolean {
    return this.#unhashable !== undefined;
  }

  read(): Value {
    const first = this.#value();
    this.#space();
    let result = first;
    if (this.text[this.#at] === ",") {
      const items = [first];
      while (this.#take(",")) {
        if (this.#atLineEnd()) break;
        items.push(this.#value());
        this.#space();
      }
      result = new PyTuple(items);
    }
    const rest = this.text.slice(this.#at).split("\n");
    if (!rest.every((line) => /^[ \t\f]*(?:#|$)/.test(line))) throw new NotLiteral();
    // Blanks on a last line without a line end are an indentation that Python does not expect.
    if (rest.length > 1 && /^[ \t\f]*[ \t]$/.test(rest[rest.length - 1] as string)) throw new NotLiteral();
    if (this.#continued) return unknown("A backslash at the end of a line is not evaluated.", "type");
    if (this.#unhashable !== undefined) return fail(this.#unhashable.message);
    return result;
  }

  #atLineEnd(): boolean {
    this.#space();
    const c = this.text[this.#at];
    return c === undefined || c === "\n" || c === "#";
  }

  /** Skips white space; inside brackets line ends and comments too. */
  #space(): void {
    const { text } = this;
    let at = this.#at;
    for (;;) {
      const c = text.charCodeAt(at);
      if (c === 0x20 || c === 0x09 || c === 0x0c || (c === 0x0a && this.#depth > 0)) at++;
      else if (c === 0x5c && text.charCodeAt(at + 1) === 0x0a) {
        at += 2;
        if (this.#depth === 0) this.#continued = true;
      } else if (c === 0x23 && this.#depth > 0) {
        const end = text.indexOf("\n", at);
        at = end < 0 ? text.length : end;
      } else break;
    }
    this.#at = at;
  }

  #take(token: string): boolean {
    this.#space();
    if (!this.text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #value(): Value {
    this.budget.step();
    this.#space();
    const c = this.text[this.#at];
    if (c === undefined) throw new NotLiteral();
    if (c === "[") return this.#bracket("]", () => this.#items("]"));
    if (c === "(") return this.#bracket(")", () => this.#parenthesis());
    if (c === "{") return this.#bracket("}", () => this.#braces());
    if (c === "+" || c === "-") {
      this.#at++;
      this.#space();
      const number = this.#number();
      return c === "-" ? -number : number;
    }
    if ((c >= "0" && c <= "9") || (c === "." && /[0-9]/.test(this.text[this.#at + 1] ?? ""))) return this.#number();
    if (c === "'" || c === '"') return this.#strings();
    return this.#word();
  }

  #bracket<T>(close: string, body: () => T): T {
    if (++this.#depth > MAX_BRACKETS) throw new NotLiteral();
    this.#at++;
    const result = body();
    if (!this.#take(close)) throw new NotLiteral();
    this.#depth--;
    return result;
  }

  #items(close: string): Value[] {
    const items: Value[] = [];
    while (!this.#sees(close)) {
      items.push(this.#value());
      if (!this.#take(",")) break;
    }
    this.budget.allocate(items.length);
    return items;
  }

  #sees(token: string): boolean {
    this.#space();
    return this.text.startsWith(token, this.#at);
  }

  #parenthesis(): Value {
    if (this.#sees(")")) return new PyTuple([]);
    const first = this.#value();
    if (!this.#take(",")) return first;
    return new PyTuple([first, ...this.#items(")")]);
  }

  #braces(): Value {
    const dict = new PyDict();
    if (this.#sees("}")) return dict;
    const first = this.#value();
    if (!this.#take(":")) {
      const set = new PySet();
      for (const item of this.#take(",") ? [first, ...this.#items("}")] : [first]) this.#hashing(() => set.add(item));
      return set;
    }
    let key = first;
    for (;;) {
      const value = this.#value();
      const name = key;
      this.#hashing(() => dict.set(name, value));
      if (!this.#take(",") || this.#sees("}")) return dict;
      key = this.#value();
      if (!this.#take(":")) throw new NotLiteral();
    }
  }

  /** A key without a hash is complained of only when all of the text has turned out to be a literal. */
  #hashing(put: () => void): void {
    this.budget.allocate(1);
    try {
      put();
    } catch (error) {
      if (!(error instanceof UnhashableError)) throw error;
      this.#unhashable ??= error;
    }
  }

  /** An unsigned number. A sign before True, or a second sign, is no literal, and neither is a word right behind the digits. */
  #number(): bigint | number {
    const { text } = this;
    let end = this.#at;
    while (isDigit(text.charCodeAt(end))) end++;
    const size = end - this.#at;
    if (size > 0 && size <= 4300 && (size === 1 || text.charCodeAt(this.#at) !== 0x30) && ",]}):".includes(text[end] ?? "\n")) {
      const digits = text.slice(this.#at, end);
      this.#at = end;
      return BigInt(digits);
    }
    const pattern =
      /(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|((?:[0-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*(?:[eE][+-]?[0-9](?:_?[0-9])*)?|[0-9](?:_?[0-9])*\.?(?:[eE][+-]?[0-9](?:_?[0-9])*)|[0-9](?:_?[0-9])*\.)|[0-9](?:_?[0-9])*)/y;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (match === null) throw new NotLiteral();
    this.#at = pattern.lastIndex;
    const next = this.text[this.#at] ?? "";
    if (/[jJ]/.test(next) || /^[ \t]*[+-][ \t]*[0-9._eE]+[jJ]/.test(this.text.slice(this.#at, this.#at + 100))) {
      return unknown("Complex numbers are not evaluated.", "type");
    }
    if (/[\w.\u0080-\uffff]/.test(next)) throw new NotLiteral();
    const digits = match[0].replaceAll("_", "");
    if (match[1] !== undefined) return Number(digits);
    if (/^0[xXoObB]/.test(digits)) return BigInt(digits.toLowerCase());
    if (/^0+[1-9]/.test(digits) || digits.length > 4300) throw new NotLiteral();
    return BigInt(digits);
  }

  #word(): Value {
    const pattern = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/y;
    pattern.lastIndex = this.#at;
    const word = pattern.exec(this.text)?.[0];
    if (word === undefined) {
      if (this.text.startsWith("...", this.#at)) return unknown("Ellipsis is not evaluated.", "type");
      throw new NotLiteral();
    }
    const quote = this.text[this.#at + word.length];
    if ((quote === "'" || quote === '"') && /^(?:[rR]|[uU]|[bB]|[rR][bB]|[bB][rR])$/.test(word)) return this.#strings();
    this.#at += word.length;
    switch (word) {
      case "True":
      case "true":
        return true;
      case "False":
      case "false":
        return false;
      case "None":
      case "null":
        return null;
      case "set":
        if (this.#sees("(")) return this.#bracket(")", () => new PySet());
    }
    throw new NotLiteral();
  }

  /** One or more adjacent string literals. */
  #strings(): Value {
    const simple = this.#simpleString();
    if (simple !== undefined) return simple;
    let text = "";
    let bytes: boolean | undefined;
    for (;;) {
      this.#space();
      const opening = /([rRuUbB]{0,2})('''|"""|'|")/y;
      opening.lastIndex = this.#at;
      const match = opening.exec(this.text);
      if (match === null) break;
      const prefix = (match[1] as string).toLowerCase();
      if (!["", "r", "u", "b", "rb", "br"].includes(prefix)) throw new NotLiteral();
      const isBytes = prefix.includes("b");
      if (bytes !== undefined && bytes !== isBytes) throw new NotLiteral();
      bytes = isBytes;
      this.#at = opening.lastIndex;
      const body = this.#stringBody(match[2] as string);
      if (isBytes && /[^\x00-\x7f]/.test(body)) throw new NotLiteral();
      text += prefix.includes("r") ? body : unescaped(body, isBytes);
    }
    this.budget.allocate(text.length);
    return bytes === true ? new PyBytes(Uint8Array.from(text, (c) => c.charCodeAt(0))) : text;
  }

  /** One string without prefix or escapes, followed by what ends a value; undefined: it is of another kind. */
  #simpleString(): string | undefined {
    const { text } = this;
    const quote = text[this.#at] as string;
    if ((quote !== "'" && quote !== '"') || text[this.#at + 1] === quote) return undefined;
    for (let i = this.#at + 1; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 0x5c || c === 0x0a) return undefined;
      if (text[i] !== quote) continue;
      if (!",]}):".includes(text[i + 1] ?? "\n")) return undefined;
      const body = text.slice(this.#at + 1, i);
      this.budget.allocate(body.length);
      this.#at = i + 1;
      return body;
    }
    return undefined;
  }

  #stringBody(quote: string): string {
    const start = this.#at;
    for (let i = start; i < this.text.length; i++) {
      const c = this.text[i];
      if (c === "\\") i++;
      else if (c === "\n" && quote.length === 1) break;
      else if (c === quote[0] && this.text.startsWith(quote, i)) {
        this.#at = i + quote.length;
        return this.text.slice(start, i);
      }
    }
    throw new NotLiteral();
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

const SIMPLE: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Python's escapes; one that is not known keeps its backslash. */
function unescaped(body: string, bytes: boolean): string {
  if (!body.includes("\\")) return body;
  const escapes = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;
  return body.replace(escapes, (whole, octal, x, u, big, other) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & (bytes ? 0xff : 0x1ff));
    if (x !== undefined) return String.fromCharCode(Number.parseInt(x, 16));
    if (bytes) return other === "x" ? notLiteral() : (SIMPLE[other] ?? whole);
    if (u !== undefined) return String.fromCharCode(Number.parseInt(u, 16));
    if (big !== undefined) return Number.parseInt(big, 16) > 0x10ffff ? notLiteral() : String.fromCodePoint(Number.parseInt(big, 16));
    if (other === "N") return unknown("Characters by name are not evaluated.", "type");
    return "xuU".includes(other) ? notLiteral() : (SIMPLE[other] ?? whole);
  });
}

function notLiteral(): never {
  throw new NotLiteral();
}
