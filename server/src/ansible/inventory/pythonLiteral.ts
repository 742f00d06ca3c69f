import { Failure } from "../../python/failure";
import { PyBytes, PyDict, PySet, PyTuple, UnhashableError, type Value } from "../../python/values";

/**
 * ast.literal_eval of Python 3.11, which gives the values on host lines and in `:vars` sections of an INI inventory their types: numbers,
 * quoted text, True, False, None and tuples, lists, sets and dicts of them. Not here: arithmetic, names, calls other than `set()`.
 */

export type Literal =
  /** Not a literal: Ansible keeps the text. */
  | { readonly kind: "text" }
  | { readonly kind: "value"; readonly value: Value }
  /** A literal of Python for which this program has no value (a complex number, an ellipsis). */
  | { readonly kind: "unsupported"; readonly what: string };

/** Throws a Failure where literal_eval raises what the INI plugin does not catch (an unhashable key: `{{ 'x' }}` is a set of a set). */
export function pythonLiteral(source: string): Literal {
  // Most values are words: without one of these first characters nothing can be a literal.
  if (!/^[ \t\f]*["'([{+\-.0-9TFNsbBuUrR]/.test(source)) return { kind: "text" };
  const reader = new Reader(source);
  try {
    const value = reader.whole();
    if (reader.unhashable !== undefined) throw new Failure("error", reader.unhashable);
    return reader.unsupported === undefined ? { kind: "value", value } : { kind: "unsupported", what: reader.unsupported };
  } catch (error) {
    if (error === NO_LITERAL) return { kind: "text" };
    throw error;
  }
}

const NO_LITERAL = new Error("not a literal");

/** Python's tokenizer gives up on deeper brackets. */
const MAXIMUM_DEPTH = 200;

const NUMBER =
  /(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:[0-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*(?:[eE][+-]?[0-9](?:_?[0-9])*)?[jJ]?|[0-9](?:_?[0-9])*\.?(?:[eE][+-]?[0-9](?:_?[0-9])*)?[jJ]?)/y;
const NAME = /[\p{L}_][\p{L}\p{N}\p{M}_]*/uy;
const STRING_START = /([rR]?[bB]|[bB][rR]|[rRuU]?)("""|'''|"|')/y;

class Reader {
  #at = 0;
  #depth = 0;
  /** Python's complaint about the first set member or dict key that has no hash. Counts only where the whole text is a literal. */
  unhashable: string | undefined;
  /** The first literal for which this program has no value; None stands in its place. */
  unsupported: string | undefined;

  constructor(private readonly source: string) {}

  whole(): Value {
    this.#space();
    const first = this.#item();
    this.#space();
    const value = this.source[this.#at] === "," ? new PyTuple(this.#rest(first, "")) : first;
    this.#space();
    if (this.#at < this.source.length) throw NO_LITERAL;
    return value;
  }

  #unsupported(what: string): Value {
    this.unsupported ??= what;
    return null;
  }

  #hashed(insert: () => void): void {
    try {
      insert();
    } catch (error) {
      if (!(error instanceof UnhashableError)) throw error;
      this.unhashable ??= error.message;
    }
  }

  /** White space, and a comment up to the end. */
  #space(): void {
    while (this.#at < this.source.length) {
      const c = this.source[this.#at] as string;
      if (c === "#") this.#at = this.source.length;
      else if (c === " " || c === "\t" || c === "\f") this.#at++;
      else break;
    }
  }

  #item(): Value {
    const c = this.source[this.#at];
    if (c === undefined) throw NO_LITERAL;
    if (c === "(") return this.#nested(() => this.#parenthesis());
    if (c === "[") return this.#nested(() => this.#rest(undefined, "]"));
    if (c === "{") return this.#nested(() => this.#braces());
    if (c === "+" || c === "-") return this.#signed(c);
    if (c === "." && this.source.startsWith("...", this.#at)) {
      this.#at += 3;
      return this.#unsupported("an ellipsis");
    }
    if ((c >= "0" && c <= "9") || c === ".") return this.#complexSum(this.#number());
    STRING_START.lastIndex = this.#at;
    if (STRING_START.test(this.source)) return this.#strings();
    return this.#name();
  }

  #nested(read: () => Value): Value {
    if (++this.#depth > MAXIMUM_DEPTH) throw NO_LITERAL;
    this.#at++;
    const value = read();
    this.#at++; // the closing bracket, at which `read` stopped
    this.#depth--;
    return value;
  }

  /** Items up to the closing bracket (or the end for a bare tuple), `first` being read already. */
  #rest(first: Value | undefined, close: string): Value[] {
    const items: Value[] = [];
    let item = first;
    for (;;) {
      this.#space();
      if (item === undefined) {
        if (this.#closes(close)) return items;
        item = this.#item();
        this.#space();
      }
      items.push(item);
      item = undefined;
      if (this.#closes(close)) return items;
      if (this.source[this.#at] !== ",") throw NO_LITERAL;
      this.#at++;
    }
  }

  #closes(close: string): boolean {
    return close === "" ? this.#at >= this.source.length : this.source[this.#at] === close;
  }

  #parenthesis(): Value {
    this.#space();
    if (this.#closes(")")) return new PyTuple([]);
    const first = this.#item();
    this.#space();
    if (this.#closes(")")) return first;
    return new PyTuple(this.#rest(first, ")"));
  }

  #braces(): Value {
    this.#space();
    if (this.#closes("}")) return new PyDict();
    const first = this.#item();
    this.#space();
    if (this.source[this.#at] !== ":") return this.#set(this.#rest(first, "}"));
    const dict = new PyDict();
    let key: Value = first;
    for (;;) {
      if (this.source[this.#at] !== ":") throw NO_LITERAL;
      this.#at++;
      this.#space();
      const value = this.#item();
      const entry = [key, value] as const;
      this.#hashed(() => dict.set(...entry));
      this.#space();
      if (this.source[this.#at] === ",") {
        this.#at++;
        this.#space();
      } else if (!this.#closes("}")) throw NO_LITERAL;
      if (this.#closes("}")) return dict;
      key = this.#item();
      this.#space();
    }
  }

  #set(items: readonly Value[]): PySet {
    const set = new PySet();
    for (const item of items) this.#hashed(() => set.add(item));
    return set;
  }

  /** A sign stands before one number only: `--1` and `-True` are no literals. */
  #signed(sign: string): Value {
    this.#at++;
    this.#space();
    let parentheses = 0;
    while (this.source[this.#at] === "(" && parentheses < MAXIMUM_DEPTH) {
      parentheses++;
      this.#at++;
      this.#space();
    }
    const c = this.source[this.#at];
    if (c === undefined || !/[0-9.]/.test(c)) throw NO_LITERAL;
    const number = this.#number();
    for (; parentheses > 0; parentheses--) {
      this.#space();
      if (this.source[this.#at] !== ")") throw NO_LITERAL;
      this.#at++;
    }
    return this.#complexSum(sign === "+" || number === null ? number : -(number as number));
  }

  #number(): Value {
    NUMBER.lastIndex = this.#at;
    const token = NUMBER.exec(this.source)?.[0];
    if (token === undefined) throw NO_LITERAL;
    this.#at += token.length;
    if (/[\p{L}\p{N}_.]/u.test(this.source[this.#at] ?? "")) throw NO_LITERAL;
    if (/[jJ]$/.test(token) && !/^0[xX]/.test(token)) return this.#unsupported("a complex number");
    const digits = token.replaceAll("_", "");
    if (/^0[xXoObB]/.test(digits)) return BigInt(digits.toLowerCase());
    if (/[.eE]/.test(digits)) return Number(digits);
    if (digits.length > 1 && digits.startsWith("0") && /[1-9]/.test(digits)) throw NO_LITERAL;
    if (digits.length > 4300) throw NO_LITERAL; // Python refuses to read more
    return BigInt(digits);
  }

  /** `1 + 2j` is the one sum that literal_eval takes. */
  #complexSum(left: Value): Value {
    const before = this.#at;
    this.#space();
    const sign = this.source[this.#at];
    if (sign !== "+" && sign !== "-") {
      this.#at = before;
      return left;
    }
    this.#at++;
    this.#space();
    const right = this.#number();
    if (left === null || right !== null) throw NO_LITERAL; // None stands for a complex number here
    return right;
  }

  #name(): Value {
    NAME.lastIndex = this.#at;
    const name = NAME.exec(this.source)?.[0];
    if (name === undefined) throw NO_LITERAL;
    this.#at += name.length;
    if (name === "True") return true;
    if (name === "False") return false;
    if (name === "None") return null;
    if (name === "set") {
      const call = /[ \t\f]*\([ \t\f]*\)/y;
      call.lastIndex = this.#at;
      const text = call.exec(this.source)?.[0];
      if (text !== undefined) {
        this.#at += text.length;
        return new PySet();
      }
    }
    throw NO_LITERAL;
  }

  /** String literals side by side are one. */
  #strings(): Value {
    const texts: string[] = [];
    let bytes: boolean | undefined;
    for (;;) {
      STRING_START.lastIndex = this.#at;
      const match = STRING_START.exec(this.source);
      if (match === null) break;
      const prefix = (match[1] as string).toLowerCase();
      const isBytes = prefix.includes("b");
      if (bytes !== undefined && bytes !== isBytes) throw NO_LITERAL;
      bytes = isBytes;
      this.#at += match[0].length;
      texts.push(this.#stringBody(match[2] as string, prefix.includes("r"), isBytes));
      this.#space();
    }
    const text = texts.join("");
    if (!bytes) return text;
    return new PyBytes(Uint8Array.from(text, (c) => c.charCodeAt(0)));
  }

  #stringBody(quote: string, raw: boolean, isBytes: boolean): string {
    const start = this.#at;
    for (;;) {
      const c = this.source[this.#at];
      if (c === undefined) throw NO_LITERAL;
      if (this.source.startsWith(quote, this.#at)) break;
      if (isBytes && c.charCodeAt(0) > 127) throw NO_LITERAL;
      this.#at += c === "\\" ? 2 : 1;
    }
    const body = this.source.slice(start, this.#at);
    this.#at += quote.length;
    return raw ? body : this.#unescape(body, isBytes);
  }

  #unescape(body: string, isBytes: boolean): string {
    if (!body.includes("\\")) return body;
    return body.replace(
      /\\(?:([\\'"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gsu,
      (whole, simple?: string, octal?: string, hex?: string, short?: string, long?: string, other?: string) => {
        if (simple !== undefined) return SIMPLE_ESCAPES[simple] as string;
        if (octal !== undefined) return String.fromCharCode(isBytes ? Number.parseInt(octal, 8) & 255 : Number.parseInt(octal, 8));
        if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
        if (isBytes) {
          if (other === "x") throw NO_LITERAL;
          return whole;
        }
        const code = short ?? long;
        if (code !== undefined) {
          const point = Number.parseInt(code, 16);
          if (point > 0x10ffff) throw NO_LITERAL;
          return String.fromCodePoint(point);
        }
        if (other === "x" || other === "u" || other === "U") throw NO_LITERAL;
        if (other === "N") this.#unsupported("a character by its name");
        return whole; // Python keeps the backslash of an escape that it does not know
      },
    );
  }
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
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
