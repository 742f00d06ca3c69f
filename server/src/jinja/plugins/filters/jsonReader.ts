import type { Budget } from "../../../python/budget";
import { fail } from "../../../python/failure";
import { PyDict, type Value } from "../../../python/values";

/** json.loads: Python's numbers, order of keys kept, NaN and Infinity taken. JavaScript's own would move keys and round integers. */

export function parseJson(text: string, budget: Budget): Value {
  budget.allocate(text.length);
  if (text.startsWith("\ufeff")) fail("Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)");
  const reader = new Reader(text, budget);
  reader.space();
  const value = reader.value();
  reader.space();
  if (reader.at < text.length) reader.complain("Extra data");
  return value;
}

class Reader {
  at = 0;
  constructor(
    private readonly text: string,
    private readonly budget: Budget,
  ) {}

  complain(what: string, at = this.at): never {
    const before = this.text.slice(0, at);
    const line = before.split("\n").length;
    fail(`${what}: line ${line} column ${at - before.lastIndexOf("\n")} (char ${at})`);
  }

  space(): void {
    while (/^[ \t\n\r]$/.test(this.text[this.at] ?? "")) this.at++;
  }

  value(): Value {
    this.budget.step();
    const c = this.text[this.at];
    if (c === '"') return this.string();
    if (c === "{") return this.budget.deeper(() => this.object());
    if (c === "[") return this.budget.deeper(() => this.array());
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    const number = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y;
    number.lastIndex = this.at;
    const match = number.exec(this.text);
    if (!match) return this.complain("Expecting value");
    this.at += match[0].length;
    if (match[2] !== undefined || match[3] !== undefined) return Number(match[0]);
    if (match[0].length > 4300) fail("Exceeds the limit (4300 digits) for integer string conversion");
    return BigInt(match[1] as string);
  }

  array(): Value {
    const out: Value[] = [];
    this.at++;
    this.space();
    if (this.text[this.at] === "]") {
      this.at++;
      return out;
    }
    for (;;) {
      out.push(this.value());
      this.space();
      const c = this.text[this.at];
      if (c === "]") {
        this.at++;
        return out;
      }
      if (c !== ",") this.complain("Expecting ',' delimiter");
      this.at++;
      this.space();
    }
  }

  object(): Value {
    const out = new PyDict();
    this.at++;
    this.space();
    if (this.text[this.at] === "}") {
      this.at++;
      return out;
    }
    for (;;) {
      if (this.text[this.at] !== '"') this.complain("Expecting property name enclosed in double quotes");
      const key = this.string();
      this.space();
      if (this.text[this.at] !== ":") this.complain("Expecting ':' delimiter");
      this.at++;
      this.space();
      out.set(key, this.value());
      this.space();
      const c = this.text[this.at];
      if (c === "}") {
        this.at++;
        return out;
      }
      if (c !== ",") this.complain("Expecting ',' delimiter");
      this.at++;
      this.space();
    }
  }

  string(): string {
    const start = this.at++;
    let out = "";
    for (;;) {
      const plain = /[^"\\\x00-\x1f]*/y;
      plain.lastIndex = this.at;
      const run = plain.exec(this.text)?.[0] ?? "";
      out += run;
      this.at += run.length;
      const c = this.text[this.at];
      if (c === undefined) this.complain("Unterminated string starting at", start);
      if (c === '"') {
        this.at++;
        return out;
      }
      if (c !== "\\") this.complain("Invalid control character at");
      out += this.escape(start);
    }
  }

  escape(start: number): string {
    const c = this.text[this.at + 1];
    if (c === undefined) this.complain("Unterminated string starting at", start);
    if (c === "u") {
      const digits = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.complain("Invalid \\uXXXX escape", this.at + 1);
      this.at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const plain = ESCAPES.get(c as string);
    if (plain === undefined) return this.complain("Invalid \\escape");
    this.at += 2;
    return plain;
  }
}

const WORDS: readonly (readonly [string, Value])[] = [
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", Number.NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
];

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
