import { type Span, span } from "../text/span";
import type { Document, FeatureContext } from "./feature";
import { locate } from "./locate";
import { documentSpan } from "./templates";

/** What a growing selection takes in, from the smallest: word, expression, scalar, pair, mapping, variable, file. Each holds the one before. */
export function selectionRanges(context: FeatureContext, document: Document, offset: number): readonly Span[] {
  const { text } = document;
  const { jinja, scalar, path, variable, part, entry } = locate(context, document, offset);
  const spans: Span[] = [wordAt(text, offset)];
  if (jinja) {
    for (const node of [...jinja.nodes].reverse()) {
      if (node.kind === "attribute" || node.kind === "filter" || node.kind === "test") spans.push(documentSpan(jinja, node.nameSpan));
      if (node.kind !== "template") spans.push(documentSpan(jinja, node.span));
    }
  }
  if (entry) spans.push(entry.span);
  if (scalar) {
    spans.push(scalar.map.spanToSource(span(0, scalar.map.value.length)), scalar.span);
  }
  for (const step of [...path].reverse()) spans.push(step.keySpan, step.span);
  if (variable) {
    spans.push(part === "key" ? variable.keySpan : variable.valueSpan);
    spans.push(span(variable.keySpan.start, Math.max(variable.keySpan.end, variable.valueSpan.end)), variable.region);
  }
  spans.push(span(0, text.length));
  return growing(spans, offset);
}

/** Only what holds the offset and is larger than what came before. */
function growing(spans: readonly Span[], offset: number): readonly Span[] {
  const kept: Span[] = [];
  for (const one of [...spans].sort((a, b) => a.end - a.start - (b.end - b.start))) {
    const last = kept.at(-1);
    if (one.start > offset || one.end < offset) continue;
    if (!last) kept.push(one);
    else if (one.start <= last.start && one.end >= last.end && one.end - one.start > last.end - last.start) kept.push(one);
  }
  return kept;
}

function wordAt(text: string, offset: number): Span {
  let [start, end] = [offset, offset];
  while (/\w/.test(text[start - 1] ?? "")) start--;
  while (/\w/.test(text[end] ?? "")) end++;
  return span(start, end);
}
