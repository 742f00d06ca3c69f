import type { FilePath, FileSystem } from "../../files/fileSystem";
import { whyNotRead } from "../../files/fileSystem";
import { folderOf, join } from "../../files/paths";
import type { Span } from "../../text/span";
import { parseYaml } from "../../yaml/parseYaml";
import { contentOf, type MappingNode, type YamlNode } from "../../yaml/yamlNode";
import { ManifestError } from "../manifest";

/**
 * A playbook as a list of entries, each with the lines that it is written in: the layers are made of these very lines, so that quotes, tags
 * and Jinja2 stay as they are. Nothing is evaluated.
 */
export type PlaybookEntry = ImportEntry | PlayEntry;

interface EntryBase {
  readonly file: FilePath;
  /** Of the whole file; all spans point into it. */
  readonly text: string;
  readonly node: MappingNode;
  /** From the line of its `-` to the end of its last line. */
  readonly lines: Span;
}

export interface ImportEntry extends EntryBase {
  readonly kind: "import";
  /** As it is written. */
  readonly path: YamlNode;
  /** Undefined: a template, or a playbook of a collection. */
  readonly imported: FilePath | undefined;
  /** It only names the file: no vars, when or tags that its plays would inherit. */
  readonly bare: boolean;
}

export interface PlayEntry extends EntryBase {
  readonly kind: "play";
  readonly name: string | undefined;
  readonly hosts: string | undefined;
  readonly roles: readonly PlayRole[];
}

export interface PlayRole {
  readonly name: string;
  readonly node: YamlNode;
}

/** Throws ManifestError where the file is no playbook whose entries stand on lines of their own. */
export function readPlaybook(fs: FileSystem, file: FilePath, display: (path: FilePath) => string): readonly PlaybookEntry[] {
  const refuse = (en: string, zh: string): never => {
    throw new ManifestError({ en: `${display(file)}: ${en}`, zh: `${display(file)}：${zh}` });
  };
  const read = fs.read(file);
  if (!read.ok) return refuse(whyNotRead(read), `无法读取（${whyNotRead(read)}）`);
  const { text } = read;
  const { documents, problems } = parseYaml(text);
  const [problem] = problems.filter(({ severity }) => severity === "error");
  if (problem !== undefined) refuse(problem.message, `YAML 有误（${problem.message}）`);
  const root = documents[0];
  if (root === undefined) return [];
  if (root.kind !== "sequence" || root.style !== "block") return refuse("it is no list of plays", "内容不是 play 列表");
  return root.items.map((item): PlaybookEntry => {
    const lines = ownLines(text, item.span);
    if (item.kind !== "mapping" || lines === undefined) return refuse("a play does not stand on lines of its own", "有 play 未独占若干行");
    const base = { file, text, node: item, lines };
    const path = pairOf(item, /^(?:ansible\.(?:builtin|legacy)\.)?import_playbook$/);
    if (path !== undefined) {
      const written = scalarText(path) ?? "";
      const target = join(folderOf(file), written);
      const imported = !/\{[{%]/.test(written) && fs.kind(target) === "file" ? target : undefined;
      const bare = item.pairs.every(({ key }) => /^name$|import_playbook$/.test(scalarText(key) ?? ""));
      return { ...base, kind: "import", path, imported, bare };
    }
    const roles = pairOf(item, /^roles$/);
    const hosts = pairOf(item, /^hosts$/);
    return {
      ...base,
      kind: "play",
      name: scalarText(pairOf(item, /^name$/)),
      hosts: hosts?.kind === "sequence" ? hosts.items.map((one) => scalarText(one) ?? "{{ }}").join(":") : scalarText(hosts),
      roles: (roles?.kind === "sequence" ? roles.items : []).map((node) => ({ node, name: roleName(node) ?? "" })),
    };
  });
}

/** The plays and imports that really make up `cluster.yml`: where a file does nothing but import another one, that one. */
export function mainPlaybook(fs: FileSystem, root: FilePath, name: string, display: (path: FilePath) => string) {
  let file = join(root, name);
  for (let depth = 0; depth < MAXIMUM_IMPORTS; depth++) {
    const entries = readPlaybook(fs, file, display);
    const [only] = entries;
    if (entries.length !== 1 || only?.kind !== "import" || !only.bare || only.imported === undefined) return { file, entries };
    file = only.imported;
  }
  throw new ManifestError({ en: `${display(file)} imports itself`, zh: `${display(file)} 导入了自身` });
}

export const MAXIMUM_IMPORTS = 20;

/** The value of the pair whose key matches. */
export function pairOf(node: YamlNode | undefined, key: RegExp): YamlNode | undefined {
  if (node === undefined) return undefined;
  const mapping = contentOf(node);
  if (mapping.kind !== "mapping") return undefined;
  return mapping.pairs.find((pair) => key.test(scalarText(pair.key) ?? ""))?.value;
}

export function scalarText(node: YamlNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  const content = contentOf(node);
  return content.kind === "scalar" ? content.value : undefined;
}

/** `etcd`, `{role: etcd}`, `{name: etcd}` (ansible/playbook/role/definition.py, _load_role_name). */
export function roleName(node: YamlNode): string | undefined {
  return scalarText(node) ?? scalarText(pairOf(node, /^role$/) ?? pairOf(node, /^name$/));
}

/** The whole lines of an item of a block sequence; undefined where something else stands on them. */
export function ownLines(text: string, { start, end }: Span): Span | undefined {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  if (!/^[ ]*-[ ]+$/.test(text.slice(from, start))) return undefined;
  return { start: from, end: endOfLine(text, end) };
}

export function endOfLine(text: string, end: number): number {
  if (text[end - 1] === "\n") return end;
  const at = text.indexOf("\n", end);
  return at < 0 ? text.length : at + 1;
}
