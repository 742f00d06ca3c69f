import { Failure } from "../../python/failure";
import { PyDict, type Value } from "../../python/values";
import type { SampleSetting } from "./sampleSettings";
import { choice, escapeSnippet, placeholder, yamlText } from "./snippetText";
import type { TreeIndex, TreeVariable } from "./treeIndex";

/** What is inserted behind the name of a variable: shaped like its default, with tab stops where the user will want another value. */
export interface ValueSnippet {
  /** Begins with a blank or a line break. */
  readonly text: string;
  /** The value is best chosen from a list. */
  readonly choose: boolean;
}

const MOST_LINES = 12;

export function valueSnippet(tree: TreeIndex, name: string): ValueSnippet {
  return tree.once(`snippet ${name}`, () => {
    const variable = tree.variables.get(name);
    const sample = tree.sample.get(name);
    return variable ? ofDefault(variable, sample) : sample ? ofSample(sample) : { text: " $0", choose: false };
  });
}

/** `true`, `false` and what else YAML of Ansible takes for one. */
const BOOLEAN = /^(?:true|false|yes|no|on|off)$/i;

export function isBooleanSource(source: string): boolean {
  return BOOLEAN.test(source);
}

/** As written, without comments behind it. */
export function sourceOf({ text, entry }: TreeVariable): string {
  return text.slice(entry.valueSpan.start, entry.valueSpan.end);
}

function ofDefault(variable: TreeVariable, sample: SampleSetting | undefined): ValueSnippet {
  const source = sourceOf(variable);
  if (isBooleanSource(source)) return ofBoolean(source);
  if (/\|\s*dict2items\b|\.keys\(\)/.test(source)) return { text: " $0", choose: true };
  if (source === "[]" || source === "{}") return sample && sample.block.length > 0 ? ofBlock(sample.block) : empty(source);
  if (/^["']?[^\n]*\{[{%]/.test(source) || /^[|>]/.test(source)) return ofTemplate(source);
  const value = defaultValue(variable);
  if (Array.isArray(value) || value instanceof PyDict) return ofContainer(value);
  if (source === "" || source === "~" || value === null)
    return sample && sample.value !== "" ? ofSample(sample) : { text: " $0", choose: false };
  return { text: ` ${scalarStop(1, source)}`, choose: false };
}

function ofSample(sample: SampleSetting): ValueSnippet {
  if (sample.block.length > 0) return ofBlock(sample.block);
  if (isBooleanSource(sample.value)) return ofBoolean(sample.value);
  return /\{[{%]/.test(sample.value) ? ofTemplate(sample.value) : { text: ` ${scalarStop(1, sample.value)}`, choose: false };
}

/** Whoever names a switch wants the other position of it. */
function ofBoolean(source: string): ValueSnippet {
  const isTrue = /^(?:true|yes|on)$/i.test(source);
  return { text: ` ${choice(1, isTrue ? ["false", "true"] : ["true", "false"])}`, choose: false };
}

/** Always in quotes: YAML reads `{{` as a mapping. */
function ofTemplate(source: string): ValueSnippet {
  const quote = source[0] === "'" ? "'" : '"';
  const isQuoted = source.length > 1 && source[0] === quote && source.endsWith(quote) && !source.includes("\n");
  if (isQuoted) return { text: ` ${quote}${placeholder(1, source.slice(1, -1))}${quote}`, choose: false };
  return { text: ` "${placeholder(1, /[\n"]/.test(source) || /^[|>]/.test(source) ? "" : source)}"`, choose: false };
}

/** A scalar as it is written, its quotes outside of the tab stop. */
function scalarStop(number: number, source: string): string {
  const quote = source[0];
  if ((quote === '"' || quote === "'") && source.length > 1 && source.endsWith(quote)) {
    return `${quote}${placeholder(number, source.slice(1, -1))}${quote}`;
  }
  return source.includes("\n") ? `$${number}` : placeholder(number, source);
}

function empty(source: string): ValueSnippet {
  return { text: source === "[]" ? "\n  - $1" : `\n  ${placeholder(1, "key")}: ${placeholder(2, "value")}`, choose: false };
}

/** Lines of an example: each value is a tab stop. */
function ofBlock(block: readonly string[]): ValueSnippet {
  let number = 0;
  const lines = block.slice(0, MOST_LINES).map((line) => {
    const [, before = "", value = ""] = /^(\s*(?:- +)*(?:[^\s:'"]+:(?: +|$))?)(.*)$/.exec(line) ?? [];
    if (value === "") return `  ${escapeSnippet(before)}`;
    return `  ${escapeSnippet(before)}${scalarStop(++number, value)}`;
  });
  return { text: `\n${lines.join("\n")}`, choose: false };
}

function ofContainer(value: Value[] | PyDict): ValueSnippet {
  const stops = { count: 0 };
  const lines = containerLines(value, "  ", stops, 0);
  if (lines.length === 0) return empty(Array.isArray(value) ? "[]" : "{}");
  return { text: `\n${lines.slice(0, MOST_LINES).join("\n")}`, choose: false };
}

/** The shape of a value as block YAML. Of a list the first item stands for all. */
function containerLines(value: Value[] | PyDict, indent: string, stops: { count: number }, depth: number): readonly string[] {
  if (depth > 4) return [];
  if (Array.isArray(value)) {
    const [first] = value;
    if (first === undefined) return [];
    if (!isContainer(first)) return [`${indent}- ${stop(first, stops)}`];
    const [head = "", ...rest] = containerLines(first, `${indent}  `, stops, depth + 1);
    return [`${indent}- ${head.trimStart()}`, ...rest];
  }
  return [...value.entries()].slice(0, MOST_LINES).flatMap(([key, item]) => {
    const name = escapeSnippet(typeof key === "string" ? yamlText(key) : String(key));
    if (!isContainer(item)) return [`${indent}${name}: ${stop(item, stops)}`];
    const inner = containerLines(item, `${indent}  `, stops, depth + 1);
    if (inner.length === 0) return [`${indent}${name}: ${Array.isArray(item) ? "[]" : escapeSnippet("{}")}`];
    return [`${indent}${name}:`, ...inner];
  });
}

function isContainer(value: Value): value is Value[] | PyDict {
  return Array.isArray(value) || value instanceof PyDict;
}

function stop(value: Value, stops: { count: number }): string {
  stops.count++;
  if (typeof value === "boolean") return choice(stops.count, value ? ["true", "false"] : ["false", "true"]);
  if (typeof value === "bigint" || typeof value === "number") return placeholder(stops.count, String(value));
  return typeof value === "string" ? scalarStop(stops.count, yamlText(value)) : `$${stops.count}`;
}

/** The default before templating; undefined where it cannot be read. */
export function defaultValue({ entry }: TreeVariable): Value | undefined {
  try {
    return entry.value();
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
