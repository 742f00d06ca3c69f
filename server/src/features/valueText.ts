import { LazyDict } from "../python/lazyDict";
import { str } from "../python/text";
import { PyDict, PySet, PyTuple, TaggedText, Undefined, type Value } from "../python/values";
import { HIDDEN, isSecretName, redacted } from "./secrets";

/** Values as people read them in a hover or a hint: YAML's spelling, bounded, with what is secret left out. */

export interface TextOptions {
  readonly maximum?: number;
  /** All texts in it are hidden. */
  readonly secret?: boolean;
}

/** On one line. */
export function inlineText(value: Value, { maximum = 120, secret = false }: TextOptions = {}): string {
  if (typeof value === "string") return elided(oneLine(secret && value !== "" ? HIDDEN : redacted(value.slice(0, 4 * maximum))), maximum);
  const writer = new Writer(maximum + 1);
  writer.write(value, secret);
  return elided(writer.text, maximum);
}

/** On as many lines as it takes up to a bound, as a block of YAML; undefined for what is as well told on one line. */
export function blockText(value: Value, maximumLines = 14, secret = false): string | undefined {
  if (typeof value === "string") {
    if (secret || !value.trimEnd().includes("\n")) return undefined;
    return cut(redacted(value.slice(0, 4000)).trimEnd().split("\n"), maximumLines);
  }
  if (
    !(Array.isArray(value) || value instanceof PyDict) ||
    value instanceof LazyDict ||
    inlineText(value, { maximum: 80, secret }).length < 80
  )
    return undefined;
  const lines: string[] = [];
  blockLines(value, "", secret, lines, maximumLines + 1);
  return cut(lines, maximumLines);
}

export function elided(text: string, maximum: number): string {
  return text.length <= maximum ? text : `${text.slice(0, Math.max(1, maximum - 1)).trimEnd()}…`;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ⏎ ").trim();
}

function cut(lines: readonly string[], maximum: number): string {
  const kept = lines.length > maximum ? [...lines.slice(0, maximum - 1), "…"] : lines;
  return kept.map((line) => elided(line, 160)).join("\n");
}

function blockLines(value: Value, indent: string, secret: boolean, lines: string[], most: number): void {
  const add = (head: string, item: Value, hidden: boolean) => {
    if (lines.length >= most) return;
    const nested = (Array.isArray(item) && item.length > 0) || (item instanceof PyDict && !(item instanceof LazyDict) && item.size > 0);
    if (nested && inlineText(item, { maximum: 60, secret: hidden }).length >= 60 && indent.length < 20) {
      lines.push(indent + head);
      blockLines(item, `${indent}  `, hidden, lines, most);
    } else lines.push(`${indent}${head} ${typeof item === "string" && !hidden ? scalarText(item) : inlineText(item, { secret: hidden })}`);
  };
  if (Array.isArray(value)) for (const item of value.slice(0, most)) add("-", item, secret);
  else if (value instanceof PyDict)
    for (const [key, item] of value.entries()) {
      if (lines.length >= most) return;
      const name = elided(str(key), 80);
      add(`${name}:`, item, secret || isSecretName(name));
    }
}

/** Writes until there is more text than is wanted. */
class Writer {
  text = "";

  constructor(private readonly enough: number) {}

  write(value: Value, secret: boolean): void {
    if (this.text.length >= this.enough) return;
    if (Array.isArray(value)) this.#all("[", value, "]", (item) => this.write(item, secret));
    else if (value instanceof PyTuple) this.#all("[", value.items, "]", (item) => this.write(item, secret));
    else if (value instanceof PySet) this.#all("[", [...value.values()], "]", (item) => this.write(item, secret));
    else if (value instanceof LazyDict) this.text += "{…}";
    else if (value instanceof PyDict) {
      this.#all("{", value.entries(), "}", ([key, item]) => {
        const name = str(key);
        this.text += `${elided(name, this.enough)}: `;
        this.write(item, secret || isSecretName(name));
      });
    } else this.text += atomText(value, secret, this.enough);
  }

  #all<T>(open: string, items: Iterable<T>, close: string, write: (item: T) => void): void {
    this.text += open;
    let first = true;
    for (const item of items) {
      if (this.text.length >= this.enough) return;
      if (!first) this.text += ", ";
      first = false;
      write(item);
    }
    this.text += close;
  }
}

function atomText(value: Value, secret: boolean, enough: number): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return String(value);
  if (typeof value === "bigint" || typeof value === "number") return str(value);
  if (value instanceof TaggedText) return value.tag === "vault" || secret ? HIDDEN : scalarText(value.text.slice(0, enough));
  if (value instanceof Undefined) return "(undefined)";
  if (typeof value === "string") return secret && value !== "" ? HIDDEN : scalarText(value.slice(0, 4 * enough));
  return `(${str(value)})`;
}

/** In quotes where YAML would take it for something else. */
function scalarText(text: string): string {
  const plain = /^[\w./@+~-](?:[\w ./@+~=()-]|:(?! ))*$/.test(text) && !/^[\d.+-]*$|^(?:true|false|yes|no|on|off|null|~)$|\s$/i.test(text);
  return plain ? redacted(text) : JSON.stringify(redacted(text));
}
