import { order } from "../../../python/compare";
import { useUndefined } from "../../../python/convert";
import { Failure, fail, unknown } from "../../../python/failure";
import { reprFloat } from "../../../python/text";
import { PyDate, PyDict, PyIterator, PySet, PyTuple, TaggedText, typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext } from "../../context";
import { elements } from "../elements";
import { analyzeScalar, isPrintable, resolvesToOther, type ScalarAnalysis } from "./yamlScalars";

/**
 * yaml.dump as Ansible calls it, byte for byte: PyYAML's representer on libyaml's emitter (emitter.c). What would need tags, anchors or
 * complex keys is unknown.
 */

export interface YamlStyle {
  /** false: blocks throughout; true: flow throughout; null: flow for what holds scalars alone. */
  readonly flow: boolean | null;
  readonly indent: number;
  /** 0 or less: no limit. */
  readonly width: number;
  readonly sortKeys: boolean;
  readonly explicitStart: boolean;
}

export function writeYaml(value: Value, style: YamlStyle, context: EvaluationContext): string {
  return new Emitter(style, context).document(value);
}

class Emitter {
  #out = "";
  #column = 0;
  #indent = -1;
  #flowLevel = 0;
  #whitespace = true;
  #indention = true;
  readonly #best: number;
  readonly #width: number;
  readonly #seen = new Set<Value>();

  constructor(
    private readonly style: YamlStyle,
    private readonly context: EvaluationContext,
  ) {
    this.#best = style.indent < 2 || style.indent > 9 ? 2 : style.indent;
    this.#width = style.width < 0 ? Number.POSITIVE_INFINITY : style.width <= this.#best * 2 ? 80 : style.width;
  }

  document(value: Value): string {
    if (this.style.explicitStart) {
      this.#indicator("---", true, false, false);
    }
    this.#node(value, false, false);
    this.#writeIndent();
    return this.#out;
  }

  #put(text: string): void {
    this.context.budget.allocate(text.length);
    this.#out += text;
    for (const c of text) this.#column = c === "\n" ? 0 : this.#column + 1;
  }

  #indicator(text: string, needSpace: boolean, isSpace: boolean, isIndention: boolean): void {
    if (needSpace && !this.#whitespace) this.#put(" ");
    this.#put(text);
    this.#whitespace = isSpace;
    this.#indention = this.#indention && isIndention;
  }

  #writeIndent(): void {
    const indent = Math.max(0, this.#indent);
    if (!this.#indention || this.#column > indent || (this.#column === indent && !this.#whitespace)) this.#put("\n");
    if (this.#column < indent) this.#put(" ".repeat(indent - this.#column));
    this.#whitespace = true;
    this.#indention = true;
  }

  #deeper(flow: boolean, indentless: boolean, body: () => void): void {
    const before = this.#indent;
    if (this.#indent < 0) this.#indent = flow ? this.#best : 0;
    else if (!indentless) this.#indent += this.#best;
    this.context.budget.deeper(body);
    this.#indent = before;
  }

  #node(value: Value, inMapping: boolean, simpleKey: boolean): void {
    this.context.budget.step();
    const scalar = scalarText(value);
    if (scalar !== undefined) {
      this.#deeper(true, false, () => this.#scalar(scalar.text, scalar.plain, simpleKey));
      return;
    }
    if (this.#seen.has(value)) unknown("A value that stands twice is written with an anchor, which is not done here.", "filter");
    this.#seen.add(value);
    if (value instanceof PyDict) this.#mapping(value);
    else if (Array.isArray(value) || value instanceof PyTuple) this.#sequence(elements(this.context, value), inMapping);
    else if (value instanceof PySet) unknown("A set is not written as YAML here.", "filter");
    else if (value instanceof PyIterator) unknown("An iterator is not written as YAML here.", "filter");
    else fail(`cannot represent an object: ${typeName(value)}`);
  }

  #isFlow(children: readonly Value[]): boolean {
    if (this.#flowLevel > 0 || children.length === 0) return true;
    return this.style.flow ?? children.every((child) => scalarText(child) !== undefined);
  }

  #sequence(items: readonly Value[], inMapping: boolean): void {
    if (this.#isFlow(items)) {
      this.#flow("[", "]", items, (item) => this.#node(item, false, false));
      return;
    }
    this.#deeper(false, inMapping && !this.#indention, () => {
      for (const item of items) {
        this.#writeIndent();
        this.#indicator("-", true, false, true);
        this.#node(item, false, false);
      }
    });
  }

  #mapping(dict: PyDict): void {
    const entries = this.#entries(dict);
    const children = entries.flat();
    const pair = ([key, value]: [Value, Value]) => {
      this.#key(key);
      this.#indicator(":", false, false, false);
      this.#node(value, true, false);
    };
    if (this.#isFlow(children)) {
      this.#flow("{", "}", entries, pair);
      return;
    }
    this.#deeper(false, false, () => {
      for (const entry of entries) {
        this.#writeIndent();
        pair(entry);
      }
    });
  }

  #flow<T>(open: string, close: string, items: readonly T[], write: (item: T) => void): void {
    this.#indicator(open, true, true, false);
    this.#deeper(true, false, () => {
      this.#flowLevel++;
      for (const [i, item] of items.entries()) {
        if (i > 0) this.#indicator(",", false, false, false);
        if (this.#column > this.#width) this.#writeIndent();
        write(item);
      }
      this.#flowLevel--;
    });
    this.#indicator(close, false, false, false);
  }

  #key(key: Value): void {
    const scalar = scalarText(key);
    const simple = scalar !== undefined && new TextEncoder().encode(scalar.text).length <= 128 && !analyzeScalar(scalar.text).multiline;
    if (!simple) unknown("A key that is not simple is not written as YAML here.", "filter");
    this.#node(key, true, true);
  }

  #entries(dict: PyDict): [Value, Value][] {
    const entries = [...dict.entries()];
    if (!this.style.sortKeys) return entries;
    try {
      return [...entries].sort(([a], [b]) => order(a, b));
    } catch (error) {
      if (error instanceof Failure && error.kind === "error") return entries; // keys that have no order stay as they are
      throw error;
    }
  }

  #scalar(text: string, plain: boolean, simpleKey: boolean): void {
    const analysis = analyzeScalar(text);
    const style = this.#styleOf(analysis, text, plain, simpleKey);
    if (style === "plain") this.#plain(text, !simpleKey);
    else if (style === "single") this.#single(text, !simpleKey);
    else this.#double(text, !simpleKey);
  }

  /** yaml_emitter_select_scalar_style */
  #styleOf(analysis: ScalarAnalysis, text: string, plain: boolean, simpleKey: boolean): "plain" | "single" | "double" {
    if (simpleKey && analysis.multiline) return "double";
    const allowed = this.#flowLevel > 0 ? analysis.flowPlain : analysis.blockPlain;
    const empty = text === "" && (this.#flowLevel > 0 || simpleKey);
    if (plain && allowed && !empty) return "plain";
    return analysis.singleQuoted ? "single" : "double";
  }

  #plain(text: string, mayBreak: boolean): void {
    if (!this.#whitespace && (text !== "" || this.#flowLevel > 0)) this.#put(" ");
    const chars = [...text];
    let spaces = false;
    for (const [i, c] of chars.entries()) {
      if (c === " ") {
        if (mayBreak && !spaces && this.#column > this.#width && chars[i + 1] !== " ") this.#writeIndent();
        else this.#put(c);
        spaces = true;
        continue;
      }
      this.#put(c);
      this.#indention = false;
      spaces = false;
    }
    this.#whitespace = false;
    this.#indention = false;
  }

  #single(text: string, mayBreak: boolean): void {
    this.#indicator("'", true, false, false);
    const chars = [...text];
    let spaces = false;
    let breaks = false;
    for (const [i, c] of chars.entries()) {
      if (c === " ") {
        const inside = i > 0 && i < chars.length - 1 && chars[i + 1] !== " ";
        if (mayBreak && !spaces && this.#column > this.#width && inside) this.#writeIndent();
        else this.#put(c);
        spaces = true;
      } else if (isBreak(c)) {
        if (!breaks && c === "\n") this.#put("\n");
        this.#put(c);
        this.#indention = true;
        breaks = true;
        if (c !== "\n") this.#column = 0;
      } else {
        if (breaks) this.#writeIndent();
        this.#put(c === "'" ? "''" : c);
        this.#indention = false;
        spaces = false;
        breaks = false;
      }
    }
    if (breaks) this.#writeIndent();
    this.#indicator("'", false, false, false);
    this.#whitespace = false;
    this.#indention = false;
  }

  #double(text: string, mayBreak: boolean): void {
    this.#indicator('"', true, false, false);
    const chars = [...text];
    let spaces = false;
    for (const [i, c] of chars.entries()) {
      const code = escaped(c);
      if (code !== undefined) {
        this.#put(code);
        spaces = false;
      } else if (c === " ") {
        if (mayBreak && !spaces && this.#column > this.#width && i > 0 && i < chars.length - 1) {
          this.#writeIndent();
          if (chars[i + 1] === " ") this.#put("\\");
        } else this.#put(c);
        spaces = true;
      } else {
        this.#put(c);
        spaces = false;
      }
    }
    this.#indicator('"', false, false, false);
    this.#whitespace = false;
    this.#indention = false;
  }
}

function isBreak(c: string): boolean {
  return /[\r\n\x85\u2028\u2029]/.test(c);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\0", "0"],
  ["\x07", "a"],
  ["\b", "b"],
  ["\t", "t"],
  ["\n", "n"],
  ["\v", "v"],
  ["\f", "f"],
  ["\r", "r"],
  ["\x1b", "e"],
  ['"', '"'],
  ["\\", "\\"],
  ["\x85", "N"],
  ["\xa0", "_"],
  ["\u2028", "L"],
  ["\u2029", "P"],
]);

function escaped(c: string): string | undefined {
  const code = c.codePointAt(0) as number;
  const plain = code >= 0x20 && code < 0x7f ? c !== '"' && c !== "\\" : isPrintable(code) && !isBreak(c);
  if (plain) return undefined;
  const short = ESCAPES.get(c);
  if (short !== undefined) return `\\${short}`;
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${digits.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

/** The text of a scalar and whether it may stand plain; undefined for a collection. */
function scalarText(value: Value): { text: string; plain: boolean } | undefined {
  if (value === null) return { text: "null", plain: true };
  if (typeof value === "boolean" || typeof value === "bigint") return { text: String(value), plain: true };
  if (typeof value === "number") return { text: realText(value), plain: true };
  if (typeof value === "string") return { text: value, plain: !resolvesToOther(value) };
  if (value instanceof Undefined) return useUndefined(value);
  if (value instanceof TaggedText) {
    return value.tag === "vault" ? unknown("The value is vaulted.", "vault") : { text: value.text, plain: !resolvesToOther(value.text) };
  }
  return value instanceof PyDate ? { text: value.iso, plain: true } : undefined;
}

/** SafeRepresenter.represent_float */
function realText(value: number): string {
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
  const text = reprFloat(value);
  return text.includes(".") ? text : text.replace("e", ".0e");
}
