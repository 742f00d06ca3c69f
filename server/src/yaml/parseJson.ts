import { PyDict, TaggedText, type Value } from "../python/values";
import { type Span, span } from "../text/span";
import { markUnsafe } from "./markUnsafe";

/** JSON, which Ansible tries before YAML on every file. JSON.parse would round integers and move keys that look like numbers. */

export interface JsonMember {
  readonly name: string;
  readonly keySpan: Span;
  readonly valueSpan: Span;
  readonly value: Value;
}

export interface ParsedJson {
  readonly value: Value;
  /** Where the value is an object: its members as written, equal names included. */
  readonly members?: readonly JsonMember[];
}

const MAXIMUM_DEPTH = 400;

/**
 * JSON as Python's json.loads reads it (NaN and Infinity are numbers, integers are exact), with `__ansible_vault` and `__ansible_unsafe`
 * objects as AnsibleJSONDecoder makes them (ansible/parsing/ajson.py). Ansible tries this before YAML on every file. Undefined: no JSON.
 */
export function parseJson(text: string, generation: "classic" | "native" = "classic"): ParsedJson | undefined {
  if (!/^[ \t\n\r]*[{["\-0-9tfnNI]/.test(text)) return undefined;
  const reader = new JsonReader(text, generation);
  try {
    const members: JsonMember[] = [];
    const value = reader.document(members);
    return value instanceof PyDict ? { value, members } : { value };
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

class NotJson extends Error {}

class JsonReader {
  #at = 0;
  constructor(
    private readonly text: string,
    private readonly generation: "classic" | "native",
  ) {}

  document(members: JsonMember[]): Value {
    const value = this.#value(0, members);
    this.#skipBlanks();
    if (this.#at < this.text.length) throw new NotJson();
    return value;
  }

  /** A token by a sticky pattern; undefined where it does not match here. */
  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (!found) return undefined;
    this.#at = pattern.lastIndex;
    return found[0];
  }

  #skipBlanks(): void {
    this.#take(/[ \t\n\r]*/y);
  }

  #takeCharacter(character: string): boolean {
    this.#skipBlanks();
    if (this.text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #value(depth: number, members?: JsonMember[]): Value {
    if (depth > MAXIMUM_DEPTH) throw new NotJson();
    this.#skipBlanks();
    switch (this.text[this.#at]) {
      case "{":
        this.#at++;
        return this.#object(depth, members);
      case "[":
        this.#at++;
        return this.#array(depth);
      case '"':
        return this.#string();
    }
    const word = this.#take(/true|false|null|NaN|-?Infinity/y);
    if (word !== undefined) return WORDS.get(word) as Value;
    const number = this.#take(/-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y);
    if (number === undefined) throw new NotJson();
    if (/[.eE]/.test(number)) return Number(number);
    if (number.length > 4300) throw new NotJson();
    return BigInt(number);
  }

  #array(depth: number): Value {
    const items: Value[] = [];
    if (this.#takeCharacter("]")) return items;
    do items.push(this.#value(depth + 1));
    while (this.#takeCharacter(","));
    if (!this.#takeCharacter("]")) throw new NotJson();
    return items;
  }

  #object(depth: number, members?: JsonMember[]): Value {
    const dict = new PyDict();
    if (this.#takeCharacter("}")) return dict;
    do {
      this.#skipBlanks();
      const keyStart = this.#at;
      const name = this.#string();
      const keySpan = span(keyStart, this.#at);
      if (!this.#takeCharacter(":")) throw new NotJson();
      this.#skipBlanks();
      const valueStart = this.#at;
      const value = this.#value(depth + 1);
      members?.push({ name, keySpan, valueSpan: span(valueStart, this.#at), value });
      dict.set(name, value);
    } while (this.#takeCharacter(","));
    if (!this.#takeCharacter("}")) throw new NotJson();
    return this.#tagged(dict);
  }

  #tagged(dict: PyDict): Value {
    for (const [key, value] of dict.entries()) {
      if (key !== "__ansible_vault" && key !== "__ansible_unsafe") continue;
      if (typeof value !== "string" && this.generation === "native") throw new NotJson(); // Ansible 2.19's decoder fails on it
      if (key === "__ansible_unsafe") return markUnsafe(value);
      return new TaggedText("vault", typeof value === "string" ? value : "");
    }
    return dict;
  }

  #string(): string {
    if (this.text[this.#at] !== '"') throw new NotJson();
    const start = ++this.#at;
    let escaped = false;
    for (; ; this.#at++) {
      const c = this.text.charCodeAt(this.#at);
      if (!(c >= 32)) throw new NotJson(); // a control character, or the end
      if (c === 34) break;
      if (c !== 92) continue;
      escaped = true;
      this.#at++;
      if (!this.#takeEscape()) throw new NotJson();
    }
    const source = this.text.slice(start, this.#at++);
    return escaped ? source.replace(/\\(?:u(....)|(.))/g, unescape_) : source;
  }

  /** Leaves the place at the escape's last character. */
  #takeEscape(): boolean {
    if (this.#take(/u[0-9a-fA-F]{4}|["\\/bfnrt]/y) === undefined) return false;
    this.#at--;
    return true;
  }
}

const WORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

function unescape_(_: string, code: string | undefined, letter: string): string {
  return code === undefined ? (ESCAPES.get(letter) ?? letter) : String.fromCharCode(Number.parseInt(code, 16));
}
