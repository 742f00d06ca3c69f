import type { Budget } from "./budget";
import { TEXT_ESCAPES } from "./escapes";
import { fail, unknown } from "./failure";
import { PyBytes, PyDict, PySet, PyTuple, UnhashableError, type Value } from "./values";

/**
 * ast.literal_eval of Python 3.11: numbers, texts, True, False, None and tuples, lists, sets and dicts of them, as both of Ansible's uses
 * read it. Not here: arithmetic, names, calls other than `set()`.
 */

/** Python's tokenizer refuses deeper brackets. */
const MAX_BRACKETS = 200;

/** Thrown inside for text that is not a literal: the text then stays as it is. */
class NotLiteral extends Error {}

/**
 * With JSON's true, false and null beside Python's names, as classic templating reads a result that looks like a list or dict (ansible-core
 * 2.14 template/native_helpers.py, ansible_eval_concat). The value that `text` writes, or undefined where Python raises ValueError or
 * SyntaxError. Throws Failure where Python raises something else (an unhashable key) and where the value is one that we cannot hold
 * (complex numbers, Ellipsis).
 */
export function parseLiteral(text: string, budget: Budget): Value | undefined {
  if (text.includes("\0")) return undefined;
  const reader = new LiteralReader(text.replace(/\r\n?/g, "\n"), budget, true);
  try {
    const value = reader.read();
    return reader.unsupported === undefined ? value : unknown(`The value of ${reader.unsupported} is not evaluated.`, "type");
  } catch (error) {
    if (error instanceof NotLiteral && reader.unsure) return unknown("A key of a list or dict is not evaluated.", "type");
    if (error instanceof NotLiteral) return undefined;
    throw error;
  }
}

export type IniLiteral =
  /** Not a literal: Ansible keeps the text. */
  | { readonly kind: "text" }
  | { readonly kind: "value"; readonly value: Value }
  /** A literal of Python for which this program has no value (a complex number, an ellipsis). */
  | { readonly kind: "unsupported"; readonly what: string };

/**
 * What gives the values on host lines and in `:vars` sections of an INI inventory their types (plugins/inventory/ini.py, _parse_value).
 * Throws a Failure where literal_eval raises what the plugin does not catch (an unhashable key: `{{ 'x' }}` is a set of a set).
 */
export function iniLiteral(text: string, budget: Budget): IniLiteral {
  // Most values are words: without one of these first characters nothing can be a literal.
  if (!/^[ \t\f]*["'([{+\-.0-9TFNsbBuUrR]/.test(text)) return { kind: "text" };
  const reader = new LiteralReader(text, budget, false);
  try {
    const value = reader.read();
    return reader.unsupported === undefined ? { kind: "value", value } : { kind: "unsupported", what: reader.unsupported };
  } catch (error) {
    if (error instanceof NotLiteral) return reader.unsure ? { kind: "unsupported", what: "a list or dict as a key" } : { kind: "text" };
    throw error;
  }
}

class LiteralReader {
  #at = 0;
  #depth = 0;
  #unhashable: UnhashableError | undefined;
  /** One value has been read to its end and no comma behind it. */
  #single = false;
  /** The first literal for which this program has no value; None stands in its place. Counts only where the whole text is a literal. */
  unsupported: string | undefined;

  constructor(
    private readonly text: string,
    private readonly budget: Budget,
    private readonly jsonNames: boolean,
  ) {}

  /**
   * Beside what is no literal stands a key without hash: which of the two Python meets first, and whether the rest is its syntax at all, is
   * not worked out. Behind a whole value it is text: whatever that makes, literal_eval does not look inside.
   */
  get unsure(): boolean {
    return this.#unhashable !== undefined && !this.#single;
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
    } else this.#single = true;
    const rest = this.text.slice(this.#at).split("\n");
    if (!rest.every((line) => /^[ \t\f]*(?:#|$)/.test(line))) throw new NotLiteral();
    // Blanks on a last line without a line end are an indentation that Python does not expect.
    if (rest.length > 1 && /^[ \t\f]*[ \t]$/.test(rest[rest.length - 1] as string)) throw new NotLiteral();
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
        if (this.#depth === 0) this.unsupported ??= "a line that ends in a backslash";
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
      return this.#complexSum(this.#signed(c));
    }
    if ((c >= "0" && c <= "9") || (c === "." && /[0-9]/.test(this.text[this.#at + 1] ?? ""))) return this.#complexSum(this.#number());
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
      for (let item = first; ; item = this.#value()) {
        const member = item;
        this.#hashing(() => set.add(member));
        if (!this.#take(",") || this.#sees("}")) return set;
      }
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

  #unsupported(what: string): null {
    this.unsupported ??= what;
    return null;
  }

  /** A sign stands before one number only, which may be in parentheses: `--1` and `-True` are no literals. */
  #signed(sign: string): Value {
    let parentheses = 0;
    while (this.#take("(") && parentheses < MAX_BRACKETS) parentheses++;
    this.#space();
    const number = this.#number();
    for (; parentheses > 0; parentheses--) if (!this.#take(")")) throw new NotLiteral();
    return sign === "+" || number === null ? number : -number;
  }

  /** `1 + 2j` is the one sum that literal_eval takes. */
  #complexSum(left: Value): Value {
    const before = this.#at;
    this.#space();
    const sign = this.text[this.#at];
    if (sign !== "+" && sign !== "-") {
      this.#at = before;
      return left;
    }
    this.#at++;
    this.#space();
    const right = this.#number();
    if (left === null || right !== null) throw new NotLiteral(); // None stands for a complex number here
    return right;
  }

  /** An unsigned number; null for a complex one. A word right behind the digits makes it no literal. */
  #number(): bigint | number | null {
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
      /(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|((?:[0-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*(?:[eE][+-]?[0-9](?:_?[0-9])*)?|[0-9](?:_?[0-9])*\.?(?:[eE][+-]?[0-9](?:_?[0-9])*)|[0-9](?:_?[0-9])*\.)|[0-9](?:_?[0-9])*)([jJ]?)/y;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (match === null) throw new NotLiteral();
    this.#at = pattern.lastIndex;
    if (/[\w.\u0080-\uffff]/.test(this.text[this.#at] ?? "")) throw new NotLiteral();
    const digits = match[0].replaceAll("_", "");
    const based = /^0[xXoObB]/.test(digits);
    if (match[2] !== "" && based) throw new NotLiteral();
    if (match[2] !== "") return this.#unsupported("a complex number");
    if (match[1] !== undefined) return Number(digits);
    if (based) return BigInt(digits.toLowerCase());
    if (/^0+[1-9]/.test(digits) || digits.length > 4300) throw new NotLiteral();
    return BigInt(digits);
  }

  #word(): Value {
    const pattern = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/y;
    pattern.lastIndex = this.#at;
    const word = pattern.exec(this.text)?.[0];
    if (word === undefined) {
      if (!this.text.startsWith("...", this.#at)) throw new NotLiteral();
      this.#at += 3;
      return this.#unsupported("an ellipsis");
    }
    const quote = this.text[this.#at + word.length];
    if ((quote === "'" || quote === '"') && /^(?:[rR]|[uU]|[bB]|[rR][bB]|[bB][rR])$/.test(word)) return this.#strings();
    this.#at += word.length;
    if (word === "set" && this.#sees("(")) return this.#bracket(")", () => new PySet());
    const value = PYTHON_NAMES.get(word) ?? (this.jsonNames ? JSON_NAMES.get(word) : undefined);
    if (value === undefined) throw new NotLiteral();
    return value.is;
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
      text += prefix.includes("r") ? body : unescaped(body, isBytes, () => this.#unsupported("a character by its name"));
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

const TRUE = { is: true };
const FALSE = { is: false };
const NONE = { is: null };
const PYTHON_NAMES: ReadonlyMap<string, { readonly is: Value }> = new Map<string, { readonly is: Value }>([
  ["True", TRUE],
  ["False", FALSE],
  ["None", NONE],
]);
const JSON_NAMES: ReadonlyMap<string, { readonly is: Value }> = new Map<string, { readonly is: Value }>([
  ["true", TRUE],
  ["false", FALSE],
  ["null", NONE],
]);

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Python's escapes; one that is not known keeps its backslash. */
function unescaped(body: string, bytes: boolean, byName: () => void): string {
  if (!body.includes("\\")) return body;
  const escapes = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;
  return body.replace(escapes, (whole, octal, x, u, big, other) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & (bytes ? 0xff : 0x1ff));
    if (x !== undefined) return String.fromCharCode(Number.parseInt(x, 16));
    if (bytes) return other === "x" ? notLiteral() : (TEXT_ESCAPES.get(other) ?? whole);
    if (u !== undefined) return String.fromCharCode(Number.parseInt(u, 16));
    if (big !== undefined) return Number.parseInt(big, 16) > 0x10ffff ? notLiteral() : String.fromCodePoint(Number.parseInt(big, 16));
    if (other === "N") byName();
    return "xuU".includes(other) ? notLiteral() : (TEXT_ESCAPES.get(other) ?? whole);
  });
}

function notLiteral(): never {
  throw new NotLiteral();
}
