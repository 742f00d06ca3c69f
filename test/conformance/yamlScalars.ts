/**
 * Compares our YAML loader with what Ansible's answered (shared: conformance/yaml-scalars.json): Python's type and str() of every value, the
 * kind of every error and its line and column.
 */
import { repr, str } from "../../server/src/python/text";
import { PyDict, PySet, PyTuple, TaggedText, typeName, type Value } from "../../server/src/python/values";
import { lineIndex } from "../../server/src/text/lineIndex";
import { loadText } from "../../server/src/yaml/loadText";

export interface YamlCase {
  readonly yaml: string;
  readonly whole?: boolean;
  readonly value?: Expected;
  readonly error?: string;
  readonly line?: number;
  readonly column?: number;
}

interface Expected {
  readonly type: string;
  readonly str?: string;
  readonly items?: readonly unknown[];
}

/** What differs, undefined where nothing does. */
export function compareYaml(test: YamlCase): string | undefined {
  const loaded = loadText(test.yaml, { json: false, recursion: true });
  const wanted = test.error !== undefined ? errorText(test) : JSON.stringify(ordered(test.value as Expected));
  const got = loaded.ok
    ? JSON.stringify(ordered(describe(test.whole ? loaded.value : valueOfV(loaded.value))))
    : problemText(test, loaded.problem);
  return got === wanted ? undefined : `${JSON.stringify(test.yaml)}: ${got} instead of ${wanted}`;
}

function valueOfV(value: Value): Value {
  return value instanceof PyDict ? (value.get("v") as Value) : value;
}

const ERRORS: Readonly<Record<string, string>> = {
  "yaml-reader": "ReaderError",
  "yaml-scanner": "ScannerError",
  "yaml-parser": "ParserError",
  "yaml-composer": "ComposerError",
  "yaml-documents": "ComposerError",
  "yaml-constructor": "ConstructorError",
  "yaml-value": "ValueError",
};

function errorText(test: YamlCase): string {
  return test.line === undefined ? (test.error as string) : `${test.error} at ${test.line}:${test.column}`;
}

function problemText(test: YamlCase, problem: { readonly code: string; readonly span?: { readonly start: number } }): string {
  const name = ERRORS[problem.code] ?? problem.code;
  if (test.line === undefined || !problem.span) return name;
  const { line, character } = lineIndex(test.yaml).positionAt(problem.span.start);
  return `${name} at ${line}:${character}`;
}

/** Deeper values are told as a cycle, as in the table. */
const CYCLE_DEPTH = 6;

function describe(value: Value, depth = 0): Expected {
  if (depth > CYCLE_DEPTH) return { type: "cycle" };
  const below = (item: Value) => describe(item, depth + 1);
  if (value === null) return { type: "none", str: "None" };
  if (Array.isArray(value)) return { type: "list", items: value.map(below) };
  if (value instanceof PyTuple) return { type: "tuple", items: value.items.map(below) };
  if (value instanceof PySet) return { type: "set", items: [...value.values()].map(below) };
  if (value instanceof PyDict) return { type: "dict", items: [...value.entries()].map((entry) => entry.map(below)) };
  if (value instanceof TaggedText) return value.tag === "vault" ? { type: "vault" } : { type: "unsafe str", str: value.text };
  return { type: typeName(value), str: typeof value === "object" ? str(value) : typeof value === "string" ? value : repr(value) };
}

/** A set has no order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const { type, str: text, items } = value as Expected;
  const inner = items?.map(ordered);
  if (type === "set") inner?.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return { type, ...(text !== undefined && { str: text }), ...(inner && { items: inner }) };
}
