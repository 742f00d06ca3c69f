import { parseYaml } from "../../yaml/parseYaml";
import { contentOf, type YamlNode } from "../../yaml/yamlNode";
import { ManifestError } from "../manifest";
import { yaml } from "../quoting";
import { endOfLine, type ImportEntry, ownLines, type PlayEntry, pairOf } from "./playbookFile";
import type { Part } from "./splitPlaybook";

/**
 * The lines of an entry as they stand in a layer: those of the release, with the path of an import seen from where the layers lie, and less
 * the roles and tasks that are another part's. What was written is read back and compared; the slightest difference refuses it.
 */
export function writeEntry(part: Part, importPath: (entry: ImportEntry) => string): string {
  const { entry, split } = part;
  const edits: Edit[] = [];
  const expected: Expected = { node: entry.node };
  if (entry.kind === "import" && entry.path.kind === "scalar") {
    const path = importPath(entry);
    edits.push({ ...entry.path.contentSpan, text: yaml(path) });
    expected.path = { node: entry.path, text: path };
  }
  if (entry.kind === "play" && split !== undefined) {
    expected.dropped = new Set(dropped(entry, split));
    for (const node of expected.dropped) edits.push({ ...linesOf(entry, node), text: "" });
  }
  const text = dedent(applied(entry.text, entry.lines, edits));
  const { documents, problems } = parseYaml(`${text}`);
  const written = documents[0]?.kind === "sequence" && documents[0].items.length === 1 ? documents[0].items[0] : undefined;
  if (problems.length > 0 || written === undefined || shape(written, {}) !== shape(entry.node, expected)) {
    const name = (entry.kind === "play" && entry.name) || "?";
    throw new ManifestError({ en: `the play ${name} cannot be taken out of its file`, zh: `无法从文件中取出 play ${name}` });
  }
  return text;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Expected {
  readonly node: YamlNode;
  path?: { readonly node: YamlNode; readonly text: string };
  dropped?: ReadonlySet<YamlNode>;
}

/** Items of `roles`, and the values of keywords, that another part of the play has. */
function dropped(entry: PlayEntry, { roles, first, last }: NonNullable<Part["split"]>): readonly YamlNode[] {
  const before = first ? undefined : pairOf(entry.node, /^pre_tasks$/);
  const after = last ? [] : [pairOf(entry.node, /^tasks$/), pairOf(entry.node, /^post_tasks$/)];
  const others = entry.roles.filter((role) => !roles.has(role)).map(({ node }) => node);
  return [before, ...after, ...others].filter((node) => node !== undefined);
}

/** Of an item of a list, or of a whole keyword. */
function linesOf(entry: PlayEntry, node: YamlNode): { readonly start: number; readonly end: number } {
  const item = ownLines(entry.text, node.span);
  if (item !== undefined) return item;
  const key = entry.node.pairs.find(({ value }) => value === node)?.key;
  const start = key && entry.text.lastIndexOf("\n", key.span.start - 1) + 1;
  if (start === undefined || entry.text.slice(start, key?.span.start).trim() !== "")
    return { start: node.span.start, end: node.span.start };
  return { start, end: endOfLine(entry.text, node.span.end) };
}

function applied(text: string, lines: { readonly start: number; readonly end: number }, edits: readonly Edit[]): string {
  let out = "";
  let at = lines.start;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return `${(out + text.slice(at, lines.end)).replaceAll("\r\n", "\n").trimEnd()}\n`;
}

/** A list may be indented as a whole; those of several files stand side by side here. */
function dedent(text: string): string {
  const indent = /^ */.exec(text)?.[0] ?? "";
  return indent === "" ? text : text.replace(new RegExp(`^${indent}`, "gm"), "");
}

/** All that matters of a node as text: tags and values, without places and styles. */
function shape(node: YamlNode, expected: Partial<Expected>): string {
  if (node === expected.path?.node) return JSON.stringify(["tag:yaml.org,2002:str", expected.path.text]);
  const content = contentOf(node);
  const kept = (one: YamlNode) => !expected.dropped?.has(one);
  switch (content.kind) {
    case "scalar":
      return JSON.stringify([content.tag, content.value]);
    case "sequence":
      return `[${content.tag},${content.items
        .filter(kept)
        .map((one) => shape(one, expected))
        .join(",")}]`;
    case "mapping":
      return `{${content.tag},${content.pairs
        .filter(({ value }) => kept(value))
        .map(({ key, value }) => `${shape(key, expected)}:${shape(value, expected)}`)
        .join(",")}}`;
  }
}
