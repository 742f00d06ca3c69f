import type { Problem } from "../text/problem";
import { span } from "../text/span";
import { Parser } from "./parser";
import { problemOf, YamlFault } from "./yamlFault";
import type { YamlNode } from "./yamlNode";

/** Text to nodes: the public side of scanner.ts and parser.ts. Values are made of nodes in toValue.ts. */

export interface ParseOptions {
  /** Only this part of the text is read; offsets stay those of the whole. It must begin at the start of a line. */
  readonly start?: number;
  readonly end?: number;
  /** How many nodes aliases may stand for, written out. More is a problem (`yaml-limit`): a small text can stand for billions. */
  readonly maximumExpansion?: number;
}

export interface ParsedYaml {
  /** The last one may be incomplete where there are problems. */
  readonly documents: readonly YamlNode[];
  /**
   * In the order in which PyYAML meets them: the first is the one that makes Ansible refuse the text. A second document is one, as Ansible
   * takes a single document per file.
   */
  readonly problems: readonly Problem[];
  /** The part of the last document's root that was not read to its end when an error was met. */
  readonly unfinished?: YamlNode;
}

const MAXIMUM_EXPANSION = 100_000;

/** Reads text as PyYAML on libyaml 0.2.5 does, with positions. Never throws. */
export function parseYaml(text: string, options: ParseOptions = {}): ParsedYaml {
  const documents: YamlNode[] = [];
  const problems: Problem[] = [];
  let start = options.start ?? 0;
  const end = options.end ?? text.length;
  if (start === 0 && text.charCodeAt(0) === 0xfeff) start = 1;
  let parser: Parser | undefined;
  try {
    checkCharacters(text, start, end);
    parser = new Parser(text, start, end, options.maximumExpansion ?? MAXIMUM_EXPANSION);
    for (let at = parser.documentStart(); at !== undefined; at = parser.documentStart()) {
      if (documents.length === 1) {
        const message = "A second document starts here: Ansible reads one document per file.";
        problems.push({ severity: "error", code: "yaml-documents", message, span: span(at, Math.min(at + 3, end)) });
      }
      documents.push(parser.document());
    }
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    problems.push(problemOf(error));
    const partial = parser?.partial();
    if (!partial) return { documents, problems };
    documents.push(partial.root);
    if (partial.unfinished) return { documents, problems, unfinished: partial.unfinished };
  }
  return { documents, problems };
}

/** What YAML forbids anywhere, even in comments: control characters, lone surrogates. */
const FORBIDDEN = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

export function checkCharacters(text: string, start: number, end: number): void {
  const part = start === 0 && end === text.length ? text : text.slice(start, end);
  const found = FORBIDDEN.exec(part);
  if (!found) return;
  const at = start + found.index;
  const code = (part.codePointAt(found.index) as number).toString(16).toUpperCase().padStart(4, "0");
  throw new YamlFault("yaml-reader", `The character U+${code} is not allowed in YAML: remove it.`, span(at, at + found[0].length));
}
