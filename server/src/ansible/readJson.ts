import { PyDict, type Value } from "../python/values";

/**
 * JSON as Python's json.loads reads it: order of keys kept, integers exact and apart from floats, NaN and Infinity accepted, the last of
 * equal keys wins. Ansible tries this before YAML on every file.
 */
export function readJson(text: string): JsonRead {
  const reader = new JsonReader(text);
  try {
    return { ok: true, value: reader.document() };
  } catch (error) {
    if (error instanceof JsonFault) return { ok: false, message: error.what, offset: error.offset };
    throw error;
  }
}

export type JsonRead =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string; readonly offset: number };

class JsonFault {
  constructor(
    readonly what: string,
    readonly offset: number,
  ) {}
}

const MAXIMUM_DEPTH = 900;
const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const SPACE = /[ \t\n\r]*/y;
const PLAIN_TEXT = /[^"\\\x00-\x1f]*/y;
const WORDS: readonly (readonly [string, Value])[] = [
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
];
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

class JsonReader {
  #at = 0;
  #depth = 0;

  constructor(private readonly text: string) {}

  document(): Value {
    this.#space();
    const value = this.#value();
    this.#space();
    if (this.#at < this.text.length) this.#fault("Extra data");
    return value;
  }

  #fault(what: string): never {
    throw new JsonFault(what, this.#at);
  }

  #space(): void {
    SPACE.lastIndex = this.#at;
    this.#at += SPACE.exec(this.text)?.[0].length ?? 0;
  }

  #value(): Value {
    const c = this.text[this.#at];
    if (c === '"') return this.#string();
    if (c === "{" || c === "[") {
      if (++this.#depth > MAXIMUM_DEPTH) this.#fault("Nested too deeply");
      const value = c === "{" ? this.#object() : this.#array();
      this.#depth--;
      return value;
    }
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.text);
    if (match === null) this.#fault("Expecting value");
    const [token, whole, fraction, exponent] = match as unknown as [string, string, string | undefined, string | undefined];
    if (fraction === undefined && exponent === undefined && token.length > 4300) this.#fault("Exceeds the limit (4300 digits)");
    this.#at += token.length;
    return fraction === undefined && exponent === undefined ? BigInt(whole) : Number(token);
  }

  #object(): PyDict {
    const dict = new PyDict();
    this.#at++;
    this.#space();
    if (this.#take("}")) return dict;
    for (;;) {
      if (this.text[this.#at] !== '"') this.#fault("Expecting property name enclosed in double quotes");
      const key = this.#string();
      this.#space();
      if (!this.#take(":")) this.#fault("Expecting ':' delimiter");
      this.#space();
      dict.set(key, this.#value());
      this.#space();
      if (this.#take("}")) return dict;
      if (!this.#take(",")) this.#fault("Expecting ',' delimiter");
      this.#space();
    }
  }

  #array(): Value[] {
    const items: Value[] = [];
    this.#at++;
    this.#space();
    if (this.#take("]")) return items;
    for (;;) {
      items.push(this.#value());
      this.#space();
      if (this.#take("]")) return items;
      if (!this.#take(",")) this.#fault("Expecting ',' delimiter");
      this.#space();
    }
  }

  #take(c: string): boolean {
    if (this.text[this.#at] !== c) return false;
    this.#at++;
    return true;
  }

  #string(): string {
    const parts: string[] = [];
    this.#at++;
    for (;;) {
      PLAIN_TEXT.lastIndex = this.#at;
      const plain = PLAIN_TEXT.exec(this.text)?.[0] ?? "";
      parts.push(plain);
      this.#at += plain.length;
      const c = this.text[this.#at];
      if (c === '"') break;
      if (c !== "\\") this.#fault(c === undefined ? "Unterminated string" : "Invalid control character");
      const next = this.text[this.#at + 1] ?? "";
      if (next === "u") {
        const digits = this.text.slice(this.#at + 2, this.#at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.#fault("Invalid \\uXXXX escape");
        parts.push(String.fromCharCode(Number.parseInt(digits, 16)));
        this.#at += 6;
      } else {
        const escaped = ESCAPES[next];
        if (escaped === undefined) this.#fault("Invalid \\escape");
        parts.push(escaped as string);
        this.#at += 2;
      }
    }
    this.#at++;
    return parts.join("");
  }
}
