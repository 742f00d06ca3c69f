import { PyDict, type Value } from "../../python/values";
import type { CompletionItem, CompletionList } from "./completionItem";
import type { NestedKeyPlace } from "./completionPlace";
import { type CompletionRequest, listOf, rank } from "./request";
import { shapesAt } from "./shapes";
import { choice, escapeSnippet, yamlText } from "./snippetText";
import { scalarValues } from "./variableValues";

/** The usual children of a variable: the keys that its default, or the example in kubespray's sample, has at this place. */
export function nestedKeys(request: CompletionRequest, place: NestedKeyPlace): CompletionList {
  const shapes = shapesAt(request.tree, place.name, place.path);
  const keys = new Map<string, Value>();
  for (const shape of shapes) {
    if (!(shape instanceof PyDict)) continue;
    for (const [key, value] of shape.entries()) if (typeof key === "string" && !keys.has(key)) keys.set(key, value);
  }
  const all = [...keys].filter(([key]) => !place.taken.includes(key)).map(([key, value], i) => ({ key, value, i }));
  const list = listOf(
    request,
    place.word,
    all,
    ({ key }) => key,
    ({ key, value, i }): CompletionItem => ({
      label: key,
      kind: "property",
      labelDescription: place.name,
      sortText: rank(i),
      edit: { span: place.word, text: place.bare ? yamlText(key) : `${escapeSnippet(yamlText(key))}:${valueText(value)}` },
      isSnippet: !place.bare,
    }),
  );
  // `- wor` can be a text as well.
  const texts = place.path.at(-1) === "-" ? scalarValues(request, place.name, place.path, place.word) : [];
  return { items: [...list.items, ...texts], isIncomplete: list.isIncomplete };
}

function valueText(value: Value): string {
  if (typeof value === "boolean") return ` ${choice(1, value ? ["true", "false"] : ["false", "true"])}`;
  if (Array.isArray(value)) return "\n  - $0";
  return value instanceof PyDict ? "\n  $0" : " $0";
}
