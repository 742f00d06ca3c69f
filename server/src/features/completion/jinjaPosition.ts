import { type Span, span } from "../../text/span";
import { type JinjaWord, jinjaWords } from "./jinjaWords";

/**
 * What is being typed inside `{{ }}` or `{% %}`. Told from the words before the cursor, not from a tree: what is typed is seldom an
 * expression yet, and what follows it may belong to something else.
 */
export type JinjaPosition = { readonly word: Span; readonly scope: JinjaScope } & (
  | { readonly kind: "name" }
  /** Behind an operand, where an operator or the end can come. */
  | { readonly kind: "operator" }
  | { readonly kind: "tag" }
  | { readonly kind: "filter"; readonly map: boolean }
  | { readonly kind: "test"; readonly map: boolean }
  | { readonly kind: "lookup" }
  /** A text that names a variable: lookup('vars', '...'), vars['...']. */
  | { readonly kind: "variable-text" }
  /** `object` before the dot or the bracket. `inText`: between quotes. */
  | { readonly kind: "member"; readonly object: string; readonly inText: boolean }
  /** A text that a variable is compared with. */
  | { readonly kind: "compared"; readonly name: string }
  /** A text of which nothing more is known. */
  | { readonly kind: "text" }
  | { readonly kind: "nothing" }
);

/** Names that the template itself binds at the cursor. */
export interface JinjaScope {
  /** With the expression of one of their elements, where that can be written. */
  readonly bound: ReadonlyMap<string, string | undefined>;
  readonly inLoop: boolean;
  readonly tags: readonly string[];
}

/** `from`: where the text that holds templates begins. Undefined: the cursor stands in no template. */
export function jinjaPosition(text: string, from: number, offset: number): JinjaPosition | undefined {
  const open = openTag(text, from, offset);
  if (open === undefined) return undefined;
  const scope = scopeAt(text, from, open.at);
  if (open.isComment) return { kind: "nothing", word: span(offset, offset), scope };
  const end = offset + (/^\w*/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0);
  const { words, text: inside } = jinjaWords(text, open.content, offset);
  if (inside !== undefined) return inText(words, inside.start, offset, text, scope);
  const last = words.at(-1);
  const typing = last?.kind === "name" && last.end === offset ? last : undefined;
  const before = typing ? words.slice(0, -1) : words;
  const word = span(typing?.start ?? offset, end);
  if (last?.kind === "number" && last.end === offset) return { kind: "nothing", word, scope };
  if (open.isBlock && before.length === 0) return { kind: "tag", word, scope };
  return outsideText(before, word, text, scope, open.isBlock);
}

function outsideText(before: readonly JinjaWord[], word: Span, text: string, scope: JinjaScope, isBlock: boolean): JinjaPosition {
  const previous = before.at(-1);
  const behind = previous?.text;
  if (previous === undefined) return { kind: "name", word, scope };
  if (behind === ".") {
    const dotted = dottedPlugin(before, word);
    if (dotted) return { ...dotted, scope };
    const object = objectBefore(before, before.length - 1, text);
    return object === undefined ? { kind: "nothing", word, scope } : { kind: "member", object, inText: false, word, scope };
  }
  if (behind === "|") return { kind: "filter", map: false, word, scope };
  if (previous.kind === "name" && behind === "is") return { kind: "test", map: false, word, scope };
  if (previous.kind === "name" && behind === "not" && before.at(-2)?.text === "is") return { kind: "test", map: false, word, scope };
  if (isBlock && before.length === 1 && (behind === "for" || behind === "set")) return { kind: "nothing", word, scope };
  if (isOperand(previous)) return { kind: "operator", word, scope };
  return { kind: "name", word, scope };
}

/** `x | ansible.utils.ip`: dots within the name of a filter or test. */
function dottedPlugin(before: readonly JinjaWord[], word: Span) {
  let at = before.length - 1;
  while (at > 0 && before[at]?.text === "." && before[at - 1]?.kind === "name") at -= 2;
  const first = before[at + 1];
  const sign = before[at];
  if (first === undefined || sign === undefined) return undefined;
  const whole = span(first.start, word.end);
  if (sign.text === "|") return { kind: "filter", map: false, word: whole } as const;
  const isTest = sign.kind === "name" && (sign.text === "is" || (sign.text === "not" && before[at - 1]?.text === "is"));
  return isTest ? ({ kind: "test", map: false, word: whole } as const) : undefined;
}

/** Between quotes that are not closed before the cursor. */
function inText(words: readonly JinjaWord[], start: number, offset: number, text: string, scope: JinjaScope): JinjaPosition {
  const word = span(start, offset + (/^[\w.:/-]*/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0));
  const last = words.at(-1);
  const call = enclosingCall(words, text);
  if (last?.text === "[") {
    const object = objectBefore(words, words.length - 1, text);
    if (object === "vars") return { kind: "variable-text", word, scope };
    if (object !== undefined) return { kind: "member", object, inText: true, word, scope };
  }
  if (last?.text === "==" || last?.text === "!=") {
    const left = words.at(-2);
    if (left?.kind === "name" && words.at(-3)?.text !== ".") return { kind: "compared", name: left.text, word, scope };
  }
  const listed = comparedList(words);
  if (listed !== undefined) return { kind: "compared", name: listed, word, scope };
  if (call === undefined) return { kind: "text", word, scope };
  const { name, argument, isMethod, object } = call;
  if (isMethod && name === "get" && argument === 0 && object !== undefined) return { kind: "member", object, inText: true, word, scope };
  if (["lookup", "query", "q"].includes(name)) {
    if (argument === 0) return { kind: "lookup", word, scope };
    if (/^(?:ansible\.builtin\.)?(?:vars|varnames)$/.test(call.first ?? "")) return { kind: "variable-text", word, scope };
  }
  if (name === "map" && argument === 0) return { kind: "filter", map: true, word, scope };
  if (["select", "reject"].includes(name) && argument === 0) return { kind: "test", map: true, word, scope };
  if (["selectattr", "rejectattr"].includes(name) && argument === 1) return { kind: "test", map: true, word, scope };
  return { kind: "text", word, scope };
}

interface Call {
  readonly name: string;
  readonly argument: number;
  /** The first argument, where it is a text. */
  readonly first: string | undefined;
  readonly isMethod: boolean;
  readonly object: string | undefined;
}

function enclosingCall(words: readonly JinjaWord[], text: string): Call | undefined {
  let depth = 0;
  let argument = 0;
  for (let i = words.length - 1; i >= 0; i--) {
    const { text: sign, kind } = words[i] as JinjaWord;
    if (kind !== "sign") continue;
    if (")]}".includes(sign)) depth++;
    else if (depth > 0 && "([{".includes(sign)) depth--;
    else if (depth === 0 && sign === ",") argument++;
    else if (depth === 0 && sign === "(") {
      const name = words[i - 1];
      if (name?.kind !== "name") return undefined;
      const first = words[i + 1];
      const isMethod = words[i - 2]?.text === ".";
      return {
        name: name.text,
        argument,
        first: first?.kind === "text" ? first.text.slice(1, -1) : undefined,
        isMethod,
        object: isMethod ? objectBefore(words, i - 2, text) : undefined,
      };
    } else if (depth === 0 && "[{".includes(sign)) return undefined;
  }
  return undefined;
}

/** `NAME in ['a', '` */
function comparedList(words: readonly JinjaWord[]): string | undefined {
  for (let i = words.length - 1; i >= 0; i--) {
    const word = words[i] as JinjaWord;
    if (word.text === "[" || word.text === "(") {
      if (words[i - 1]?.text !== "in") return undefined;
      const name = words[words[i - 2]?.text === "not" ? i - 3 : i - 2];
      return name?.kind === "name" ? name.text : undefined;
    }
    if (word.kind !== "text" && word.text !== ",") return undefined;
  }
  return undefined;
}

/** The operand that ends before `at`, as it is written: `a.b['c']`, `(x | first)`, `groups.get('etcd')`. */
function objectBefore(words: readonly JinjaWord[], at: number, text: string): string | undefined {
  let i = at - 1;
  for (;;) {
    const word = words[i];
    if (word === undefined) return undefined;
    if (word.text === ")" || word.text === "]" || word.text === "}") {
      const open = opening(words, i);
      if (open < 0) return undefined;
      const before = words[open - 1];
      if (before !== undefined && isOperand(before)) {
        i = open - 1;
        continue;
      }
      i = open;
    } else if (word.kind !== "name" && word.kind !== "text") return undefined;
    else if (words[i - 1]?.text === ".") {
      i -= 2;
      continue;
    }
    return text.slice((words[i] as JinjaWord).start, (words[at - 1] as JinjaWord).end);
  }
}

function opening(words: readonly JinjaWord[], close: number): number {
  let depth = 0;
  for (let i = close; i >= 0; i--) {
    const { text, kind } = words[i] as JinjaWord;
    if (kind !== "sign") continue;
    if (")]}".includes(text)) depth++;
    else if ("([{".includes(text) && --depth === 0) return i;
  }
  return -1;
}

const KEYWORDS = ["and", "or", "not", "if", "else", "elif", "in", "is", "for", "set", "with", "call", "print", "filter"];

function isOperand(word: JinjaWord): boolean {
  if (word.kind === "name") return !KEYWORDS.includes(word.text);
  return word.kind === "text" || word.kind === "number" || [")", "]", "}"].includes(word.text);
}

interface OpenTag {
  readonly at: number;
  readonly content: number;
  readonly isBlock: boolean;
  readonly isComment: boolean;
}

/** The tag that is not closed before the cursor. Quotes inside a tag hide its end, unless the text after them has none. */
function openTag(text: string, from: number, offset: number): OpenTag | undefined {
  for (let at = text.indexOf("{", from); at >= 0 && at < offset - 1; at = text.indexOf("{", at)) {
    const kind = text[at + 1] as string;
    if (!"{%#".includes(kind)) {
      at++;
      continue;
    }
    const close = kind === "{" ? "}}" : `${kind}}`;
    const content = at + 2 + (text[at + 2] === "-" || text[at + 2] === "+" ? 1 : 0);
    const end = kind === "#" ? text.indexOf(close, content) : tagEnd(text, content, offset, close);
    if (end < 0 || end >= offset) return offset < content ? undefined : { at, content, isBlock: kind === "%", isComment: kind === "#" };
    at = end + 2;
    if (at > offset) return undefined;
  }
  return undefined;
}

function tagEnd(text: string, from: number, offset: number, close: string): number {
  for (let at = from; at < offset; at++) {
    const c = text[at] as string;
    if (c === "'" || c === '"') {
      const end = text.indexOf(c, at + 1);
      if (end < 0 || end >= offset) {
        const plain = text.indexOf(close, at);
        return plain >= 0 && plain < offset ? plain : -1;
      }
      at = end;
    } else if (text.startsWith(close, at)) return at;
  }
  return -1;
}

const MOST_BEFORE = 10_000;

/** What `for`, `set` and `macro` before the cursor bind. */
function scopeAt(text: string, from: number, to: number): JinjaScope {
  const bound = new Map<string, string | undefined>();
  const loops: string[][] = [];
  const tags: string[] = [];
  const before = text.slice(Math.max(from, to - MOST_BEFORE), to);
  if (before.includes("{%")) {
    for (const [, tag = "", rest = ""] of before.matchAll(/\{%[-+]?\s{0,9}(\w+)\s{0,9}((?:[^%{]|%(?!\})|\{(?!%)){0,500}?)[-+]?%\}/g)) {
      if (tag === "for") {
        const loop = /^([\w\s,()]+?)\s+in\s+([\s\S]+?)(?:\s+recursive)?\s*$/.exec(rest);
        const names = (loop?.[1] ?? "").match(/\w+/g) ?? [];
        const iterable = loop?.[2]?.replace(/\s+if\s[\s\S]*$/, "");
        for (const name of names) bound.set(name, names.length === 1 && iterable !== undefined ? `(${iterable} | list)[0]` : undefined);
        loops.push(names);
        tags.push("endfor");
      } else if (tag === "endfor") {
        for (const name of loops.pop() ?? []) bound.delete(name);
        tags.pop();
      } else if (tag === "set") {
        const [, name, value] = /^(\w+)\s*=\s*([\s\S]+?)\s*$/.exec(rest) ?? [];
        if (name !== undefined) bound.set(name, value === undefined ? undefined : `(${value})`);
      } else if (tag === "macro") {
        for (const name of rest.match(/\w+/g) ?? []) bound.set(name, undefined);
        tags.push("endmacro");
      } else if (tag === "if") tags.push("endif");
      else if (/^end/.test(tag)) tags.pop();
    }
  }
  return { bound, inLoop: loops.length > 0, tags };
}
