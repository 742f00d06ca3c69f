import { str } from "../../python/text";
import { PyDict } from "../../python/values";
import { type Span, span } from "../../text/span";
import { choicesOf } from "./choices";
import type { CompletionItem, CompletionList } from "./completionItem";
import type { ValuePlace } from "./completionPlace";
import { mirrorValue } from "./mirrorValue";
import { type CompletionRequest, rank } from "./request";
import { shapesAt } from "./shapes";
import { yamlText } from "./snippetText";
import { isBooleanSource, sourceOf } from "./valueSnippet";
import { shortSource } from "./variableNames";
import { versionsOf } from "./versions";

/**
 * What a variable can be set to: booleans for switches, the versions that the release has checksums for, the choices that its assertions
 * allow, its default, and its place on a mirror.
 */
export function variableValues(request: CompletionRequest, place: ValuePlace): CompletionList {
  const { name, path, scalar } = place;
  if (path.length > 0) return { items: scalarValues(request, name, path, scalar.whole, scalar.quote), isIncomplete: false };
  const items = new Map<string, CompletionItem>();
  for (const value of values(request, place)) if (!items.has(value.label)) items.set(value.label, value);
  return { items: [...items.values()], isIncomplete: false };
}

function* values(request: CompletionRequest, place: ValuePlace): Iterable<CompletionItem> {
  const { context, tree, host } = request;
  const { name } = place;
  const variable = tree.variables.get(name);
  const source = variable ? sourceOf(variable) : "";
  const own = variable === undefined ? tree.sample.get(name)?.value : undefined;
  let next = 0;
  const item = (kind: CompletionItem["kind"], label: string, text: WrittenValue, more: Partial<CompletionItem> = {}): CompletionItem => ({
    label,
    kind,
    sortText: rank(next++),
    ...written(request, place, text),
    ...more,
  });
  if (isBoolean(request, name, source, own ?? "")) {
    const isTrue = /^(?:true|yes|on)$/i.test(source);
    for (const value of isTrue ? [false, true] : [true, false]) {
      const more = variable && value === isTrue ? { labelDescription: defaultWord(request) } : { preselect: value !== isTrue };
      yield item("value", String(value), { value }, more);
    }
  }
  const versions = host === undefined ? [] : versionsOf(context, tree, host, name);
  for (const version of versions) yield item("version", str(version), { value: version });
  if (versions.length > 0) return;
  const choices = choicesOf(context, tree, name);
  for (const text of choices?.values ?? []) {
    const isDefault = source === text || source === `"${text}"` || source === `'${text}'`;
    yield item("choice", text, { value: text }, isDefault ? { labelDescription: defaultWord(request) } : {});
  }
  const mirror = place.notation === "yaml" ? mirrorValue(tree, name) : undefined;
  if (mirror !== undefined) {
    const unset = request.own.has(mirror.helper) ? {} : { labelDescription: mirror.helper };
    yield item("value", mirror.template, { source: `"${mirror.template}"` }, unset);
  }
  const isScalar = source !== "" && !source.includes("\n") && !/^[|>[{&*!]/.test(source);
  const plain = place.notation === "yaml" ? isScalar : /^[\w./:-]+$/.test(source);
  const label = shortSource(source.replace(/^(["'])(.*)\1$/, "$2"));
  if (plain && !isBooleanSource(source)) yield item("value", label, { source }, { labelDescription: defaultWord(request) });
}

function defaultWord({ context }: CompletionRequest): string {
  return context.locale.startsWith("zh") ? "默认值" : "default";
}

/** By the default as written, or by what a default that is a template comes to. */
function isBoolean({ context, tree, host }: CompletionRequest, name: string, source: string, sample: string): boolean {
  if (isBooleanSource(source)) return true;
  if (source === "") return isBooleanSource(sample);
  if (host === undefined || !/\{[{%]/.test(source) || !tree.variables.has(name)) return false;
  const resolved = context.model.evaluate(host, source.replace(/^(["'])(.*)\1$/s, "$2"));
  return resolved.state === "known" && typeof resolved.value === "boolean";
}

/** `value`: as data (keys of tables can be numbers, and a text is not found among them); `source`: as it stands in YAML. */
type WrittenValue = { readonly value: string | boolean | bigint | number } | { readonly source: string };

/** The edit that puts a value in place of what stands there, with the quotes that it needs and no others. */
function written(
  { document }: CompletionRequest,
  place: ValuePlace,
  wanted: WrittenValue,
): Pick<CompletionItem, "edit" | "isSnippet" | "filterText"> {
  const { scalar, notation } = place;
  const glued = notation === "yaml" && document.text[scalar.whole.start - 1] === ":" ? " " : "";
  if (scalar.quote !== "" && "value" in wanted && typeof wanted.value === "string") {
    const close = document.text[scalar.content.end] === scalar.quote ? "" : scalar.quote;
    return { edit: { span: scalar.content, text: wanted.value + close }, isSnippet: false, filterText: wanted.value };
  }
  const text = "source" in wanted ? wanted.source : scalarText(wanted.value, notation);
  // The editor compares with what stands in the span, the opening quote included.
  const filterText = scalar.quote === "" ? glued + text.replace(/^["']/, "") : scalar.quote + text.replace(/^["']/, "");
  return { edit: { span: scalar.whole, text: glued + text }, isSnippet: false, filterText };
}

/** In an INI file values are Python's: `true` would be a text. */
function scalarText(value: string | boolean | bigint | number, notation: "yaml" | "ini"): string {
  if (typeof value === "boolean") return notation === "ini" ? (value ? "True" : "False") : String(value);
  return typeof value === "string" && notation === "yaml" ? yamlText(value) : str(value);
}

/** Inside a variable: what its default or kubespray's sample has there. */
export function scalarValues(
  request: CompletionRequest,
  name: string,
  path: readonly string[],
  word: Span,
  quote: "" | "'" | '"' = "",
): readonly CompletionItem[] {
  const found = new Map<string, string | boolean | bigint | number>();
  for (const value of shapesAt(request.tree, name, path)) {
    if (value === null || Array.isArray(value) || value instanceof PyDict) continue;
    if (typeof value === "boolean") for (const other of [!value, value]) found.set(String(other), other);
    else if (typeof value === "string" ? value !== "" && !value.includes("\n") : typeof value === "bigint" || typeof value === "number") {
      found.set(str(value), value as string | bigint | number);
    }
  }
  return [...found].slice(0, 50).map(([label, value], i): CompletionItem => {
    const text = scalarText(value, "yaml");
    const filterText = quote + text.replace(/^["']/, "");
    return {
      label,
      kind: "value",
      labelDescription: name,
      sortText: rank(i),
      filterText,
      edit: { span: span(word.start, word.end), text },
      isSnippet: false,
    };
  });
}
