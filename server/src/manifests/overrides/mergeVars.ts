import type { Span } from "../../text/span";
import { parseYaml } from "../../yaml/parseYaml";
import { contentOf, type MappingNode, type MappingPair, type YamlNode } from "../../yaml/yamlNode";
import { ManifestError } from "../manifest";
import { comment, yaml } from "../quoting";
import { formerLine, formerOf } from "./formerValues";

/**
 * Variables put into the text of a YAML file that somebody wrote: a key that is there gets its new value in its place, below a comment that
 * keeps the one it had, the others go into one marked block. Nothing else changes by a byte: the text is edited at the positions that Ansible's
 * own reading of it gives, and read again to prove that all other variables are what they were.
 */
export interface MergedVars {
  readonly text: string;
  /** Keys that keep their value, for other lines refer to it by its anchor. */
  readonly anchored: readonly string[];
}

/** Lines of the block below a comment. */
export interface VarsSection {
  readonly comments: readonly string[];
  readonly entries: ReadonlyMap<string, string>;
}

export interface Block {
  /** Below the mark. */
  readonly comments: readonly string[];
  readonly sections: readonly VarsSection[];
  /** Where the block of an earlier run stood. */
  readonly at: number | undefined;
}

const BEGIN = "# >>> kubespray-inventory generate overrides: made anew from here on";
const END = "# <<< kubespray-inventory generate overrides: the rest is yours";
const MARKS = new RegExp(`(?:^[ \\t]*|(?<=^\\ufeff))(${BEGIN}|${END})[ \\t]*(?:\\r?\\n|$(?![\\s\\S]))`, "gm");

/** The text without the block of an earlier run. A mark without the other is left as it is, with all that is near it. */
export function withoutBlock(text: string): { readonly text: string; readonly at: number | undefined } {
  let begin: number | undefined;
  let block: Span | undefined;
  for (const mark of text.matchAll(MARKS)) {
    if (mark[1] === BEGIN) begin = mark.index;
    else if (begin !== undefined) {
      block = { start: begin, end: mark.index + mark[0].length };
      begin = undefined;
    }
  }
  return block === undefined ? { text, at: undefined } : { text: text.slice(0, block.start) + text.slice(block.end), at: block.start };
}

/** `text` holds no block. Throws ManifestError where Ansible does not read it, or no line can be added to it. */
export function mergeVars(text: string, { comments, sections, at }: Block): MergedVars {
  const root = mappingOf(text);
  const wanted = new Map(sections.flatMap(({ entries }) => [...entries]));
  const anchored: string[] = [];
  const missing = new Set<string>();
  const edits: { readonly span: Span; readonly text: string }[] = [];
  for (const [name, value] of wanted) {
    // Of equal keys the last one counts.
    const pair = root?.pairs.filter(({ key }) => key.kind === "scalar" && key.value === name).at(-1);
    if (pair === undefined) missing.add(name);
    else if (anchorsIn(pair).some((anchor) => new RegExp(`\\*${escaped(anchor)}(?![\\w-])`).test(text))) {
      anchored.push(name);
      wanted.delete(name);
    } else edits.push(replacement(text, pair, value), ...formerValue(text, pair, value));
  }
  edits.sort((a, b) => b.span.start - a.span.start);
  const changed = edits.reduce((now, edit) => now.slice(0, edit.span.start) + edit.text + now.slice(edit.span.end), text);
  const shift = edits
    .filter(({ span }) => span.end <= (at ?? 0))
    .reduce((by, edit) => by + edit.text.length - edit.span.end + edit.span.start, 0);
  const indent = root === undefined ? "" : indentOf(text, root);
  const block = sections.flatMap((section) => sectionLines(section, missing));
  const lines = [BEGIN, ...comments.map((line) => `# ${comment(line)}`), ...block, END].map((line) => (line === "" ? line : indent + line));
  const places = [...(at === undefined ? [] : [at + shift]), endOf(changed), ...(root === undefined ? [] : [firstKey(changed, root)])];
  const candidates = block.length === 0 ? [changed] : places.map((place) => inserted(changed, lines, place));
  const result = candidates.find((candidate) => proven(text, candidate, wanted));
  if (result !== undefined) return { text: result, anchored };
  throw unusable(
    { en: "no line can be added to it without changing the others", zh: "无法在不改变其他行的情况下加入新行" },
    { en: "end its last value with a line break", zh: "请在最后一个值之后换行" },
  );
}

function unusable(why: { readonly en: string; readonly zh: string }, remedy: { readonly en: string; readonly zh: string }): ManifestError {
  return new ManifestError(
    { en: `The file for the overrides cannot be written into: ${why.en}`, zh: `无法写入覆盖文件：${why.zh}` },
    remedy,
  );
}

/** Undefined where nothing but comments is in the text. */
function mappingOf(text: string): MappingNode | undefined {
  if (text.startsWith("$ANSIBLE_VAULT;"))
    throw unusable(
      { en: "it is encrypted", zh: "文件已加密" },
      { en: "move what is secret into another file", zh: "请把机密内容移到其他文件" },
    );
  const { documents, problems } = parseYaml(text);
  const [problem] = problems;
  if (problem !== undefined) {
    const line = text.slice(0, problem.span?.start ?? 0).split("\n").length;
    throw unusable(
      { en: `line ${line}: ${problem.message}`, zh: `第 ${line} 行：${problem.message}` },
      { en: "mend that line", zh: "请先修正该行" },
    );
  }
  const root = documents[0] && contentOf(documents[0]);
  if (root === undefined || (root.kind === "scalar" && root.span.start === root.span.end)) return undefined;
  if (root.kind === "mapping" && root.style === "block") return root;
  throw unusable(
    { en: "it is not written as lines of `name: value`", zh: "文件不是逐行的 `name: value` 格式" },
    { en: "rewrite it so", zh: "请改写为该格式" },
  );
}

function replacement(text: string, { key, value }: MappingPair, wanted: string): { readonly span: Span; readonly text: string } {
  const { start } = value.span;
  // A block scalar's span may reach into the blank lines behind it.
  const end = start + text.slice(start, value.span.end).trimEnd().length;
  const blank = start === end && !/[ \t]/.test(text[start - 1] ?? "") && start >= key.span.end ? " " : "";
  return { span: { start, end }, text: blank + yaml(wanted) };
}

/** A comment above the line of a value of the user's own, or in the place of the one that is there. */
function formerValue(text: string, { key, value }: MappingPair, wanted: string): readonly { readonly span: Span; readonly text: string }[] {
  const lineStart = text.lastIndexOf("\n", key.span.start - 1) + 1;
  const start = lineStart === 0 && text.startsWith("\ufeff") ? 1 : lineStart;
  const indent = text.slice(start, key.span.start);
  const line = formerLine(text.slice(value.span.start, value.span.end).trimEnd(), yaml(wanted));
  if (line === undefined || !/^ *$/.test(indent)) return [];
  const aboveStart = text.lastIndexOf("\n", start - 2) + 1;
  const isThere = start > 1 && formerOf(text.slice(aboveStart, start - 1)) !== undefined;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  return [{ span: { start: isThere ? aboveStart : start, end: start }, text: indent + line + newline }];
}

function anchorsIn({ key, value }: MappingPair): readonly string[] {
  const found: string[] = [];
  const open: YamlNode[] = [key, value];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === "alias") continue;
    if (node.anchor !== undefined) found.push(node.anchor.name);
    if (node.kind === "sequence") open.push(...node.items);
    if (node.kind === "mapping") open.push(...node.pairs.flatMap((pair) => [pair.key, pair.value]));
  }
  return found;
}

function escaped(text: string): string {
  return text.replace(/[^\w]/g, "\\$&");
}

function sectionLines({ comments, entries }: VarsSection, missing: ReadonlySet<string>): readonly string[] {
  const lines = [...entries].filter(([name]) => missing.has(name)).map(([name, value]) => `${name}: ${yaml(value)}`);
  return lines.length === 0 ? [] : ["", ...comments.map((line) => `# ${comment(line)}`), ...lines];
}

function inserted(text: string, lines: readonly string[], place: number): string {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const before = text.slice(0, place);
  const open = before === "" || before === "\ufeff" || before.endsWith("\n") ? "" : newline;
  const blank =
    before === "" || before === "\ufeff" || /(^|\n)\r?\n$/.test(before) || /^\ufeff?---[ \t]*\r?\n?$/.test(before) ? "" : newline;
  return before + open + blank + lines.map((line) => line + newline).join("") + text.slice(place);
}

/** Before a mark of the document's end, where there is one. */
function endOf(text: string): number {
  const mark = /^\.\.\.[ \t]*(?:#.*)?\r?$(?![\s\S]*^\S)/m.exec(text);
  return mark?.index ?? text.length;
}

/** The start of the line of the first key, which no edit of a value moves. */
function firstKey(text: string, root: MappingNode): number {
  const start = text.lastIndexOf("\n", (root.pairs[0]?.key.span.start ?? 0) - 1) + 1;
  return start === 0 && text.startsWith("\ufeff") ? 1 : start;
}

function indentOf(text: string, root: MappingNode): string {
  const { start } = (root.pairs[0] as MappingPair).key.span;
  const line = text.slice(text.lastIndexOf("\n", start - 1) + 1, start).replace(/^\ufeff/, "");
  return /^ *$/.test(line) ? line : "";
}

/** Ansible reads the new text, finds the wanted values in it, and all others as they were. */
function proven(before: string, after: string, wanted: ReadonlyMap<string, string>): boolean {
  const { documents, problems } = parseYaml(after);
  const root = documents[0] && contentOf(documents[0]);
  if (problems.length > 0 || root?.kind !== "mapping") return problems.length === 0 && wanted.size === 0;
  const [old, now] = [signatures(mappingOf(before)?.pairs ?? []), signatures(root.pairs)];
  for (const [name, value] of wanted) {
    const key = textSignature(name);
    if (now.get(key) !== textSignature(value)) return false;
    old.delete(key);
    now.delete(key);
  }
  return old.size === now.size && [...old].every(([key, value]) => now.get(key) === value);
}

function signatures(pairs: readonly MappingPair[]): Map<string, string> {
  return new Map(pairs.map(({ key, value }) => [signature(key), signature(value)]));
}

function textSignature(text: string): string {
  return JSON.stringify([["tag:yaml.org,2002:str", text]]);
}

/** A text that tells nodes of different values apart. */
function signature(node: YamlNode): string {
  const parts: unknown[] = [];
  const open: (YamlNode | string)[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === "string") parts.push(next);
    else if (next.kind === "alias" && next.recursive) parts.push(`*${next.name}`);
    else {
      const content = contentOf(next);
      if (content.kind === "scalar") parts.push([content.tag, content.value]);
      else if (content.kind === "sequence") open.push("]", ...[...content.items].reverse(), `[${content.tag}`);
      else open.push("}", ...content.pairs.flatMap((pair) => [pair.key, pair.value]).reverse(), `{${content.tag}`);
    }
  }
  return JSON.stringify(parts);
}
