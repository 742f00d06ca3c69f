import type { CompletionItem, CompletionList } from "./completionItem";
import type { CompletionPlace } from "./completionPlace";
import { groupNames } from "./groupNames";
import { type CompletionRequest, listOf, rank } from "./request";

/** In a hosts file: names of groups and hosts, and the words of its syntax. */
export function groups(request: CompletionRequest, place: Extract<CompletionPlace, { kind: "group" }>): CompletionList {
  const all = groupNames(request.context, place.form === "section" || place.form === "key").filter((name) => !place.taken.includes(name));
  return listOf(
    request,
    place.word,
    all.map((name, i) => ({ name, i })),
    ({ name }) => name,
    ({ name, i }): CompletionItem => {
      const { text } = request.document;
      const close =
        place.form === "key"
          ? colonIn(request, place.word.end)
          : place.form === "section" && !/^[\]:]/.test(text.slice(place.word.end))
            ? "]"
            : "";
      const edit = { span: place.word, text: name + close };
      return { label: name, kind: "group", sortText: rank(i), edit, isSnippet: false, data: { about: "group", name } };
    },
  );
}

export function hosts(request: CompletionRequest, place: Extract<CompletionPlace, { kind: "host" }>): CompletionList {
  const { model } = request.context;
  const all = model.inventory.imaginary === undefined ? model.hosts.filter((name) => !place.taken.includes(name)) : [];
  return listOf(
    request,
    place.word,
    all.map((name, i) => ({ name, i })),
    ({ name }) => name,
    ({ name, i }): CompletionItem => {
      const edit = { span: place.word, text: name + (place.form === "key" ? colonIn(request, place.word.end) : "") };
      return { label: name, kind: "host", sortText: rank(i), edit, isSnippet: false, data: { about: "host", name } };
    },
  );
}

export function keywords({ document }: CompletionRequest, place: Extract<CompletionPlace, { kind: "keyword" }>): CompletionList {
  const items = place.words.map((word, i): CompletionItem => {
    const behind = document.text.slice(place.word.end, place.word.end + 1);
    const close = place.form === "key" ? (behind === ":" ? "" : ":") : behind === "]" ? "" : "]";
    return { label: word, kind: "keyword", sortText: rank(i), edit: { span: place.word, text: word + close }, isSnippet: false };
  });
  return { items, isIncomplete: false };
}

function colonIn({ document }: CompletionRequest, end: number): string {
  return /^\s*:/.test(document.text.slice(end, end + 20)) ? "" : ":";
}
