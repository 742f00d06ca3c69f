import { span } from "../../text/span";
import type { CompletionPlace } from "./completionPlace";
import { jinjaPosition } from "./jinjaPosition";
import { lineAt } from "./yamlLines";
import type { OpenScalar } from "./yamlPosition";

/** Where a cursor stands in an INI hosts file. Lines are told apart by the section above them; a line that is being typed may be anything. */
export function iniPlace(text: string, offset: number): CompletionPlace | undefined {
  const line = lineAt(text, offset);
  const before = text.slice(line.start, offset);
  const first = before.trimStart()[0];
  if (first === "#" || first === ";" || /\s#/.test(before)) return undefined;
  const header = /^\s*\[([^\]:]*)(:?)(\w*)$/.exec(before);
  if (header) return headerPlace(text, header, line.start, offset);
  if (first === "[") return undefined;
  const jinja = jinjaPosition(text, line.start, offset);
  if (jinja) return { kind: "expression", jinja, quote: /=\s*'[^']*$/.test(before) ? "'" : /=\s*"[^"]*$/.test(before) ? '"' : "" };
  const section = sectionOf(text, line.start);
  if (section?.kind === "vars") return varsLine(text, section.start, line, offset);
  if (section?.kind === "children") {
    return /^\s*[\w.-]*$/.test(before)
      ? { kind: "group", word: wordAt(text, offset), taken: section.lines(text), form: "child" }
      : undefined;
  }
  return section?.kind === "unknown" ? undefined : hostLine(text, section, line, offset);
}

function headerPlace(text: string, header: RegExpExecArray, lineStart: number, offset: number): CompletionPlace {
  const [, , colon] = header;
  const headers = [...text.matchAll(/^\s*\[([^\]\n]+)\]/gm)].filter((match) => match.index < lineStart || match.index > offset);
  if (colon === ":") {
    return { kind: "keyword", word: wordAt(text, offset), words: ["children", "vars"], form: "section" };
  }
  return { kind: "group", word: wordAt(text, offset), taken: headers.map((match) => match[1] as string), form: "section" };
}

interface Section {
  readonly kind: "hosts" | "vars" | "children" | "unknown";
  readonly start: number;
  /** The first words of its lines. */
  lines(text: string): readonly string[];
}

function sectionOf(text: string, lineStart: number): Section | undefined {
  for (let end = lineStart; end > 0; ) {
    const line = lineAt(text, end - 1);
    const match = /^\s*\[[^\]:]+(?::(\w+))?\]/.exec(text.slice(line.start, line.end));
    if (match) {
      const kind = match[1] ?? "hosts";
      const start = line.end + 1;
      const known = kind === "hosts" || kind === "vars" || kind === "children" ? kind : "unknown";
      return { kind: known, start, lines: (whole) => sectionLines(whole, start) };
    }
    end = line.start;
  }
  return undefined;
}

function sectionLines(text: string, start: number): readonly string[] {
  const next = /^\s*\[/m.exec(text.slice(start))?.index ?? text.length;
  return text
    .slice(start, start + next)
    .split("\n")
    .flatMap((line) => /^\s*([^\s#;=]+)/.exec(line)?.[1] ?? []);
}

function varsLine(text: string, sectionStart: number, line: { start: number; end: number }, offset: number): CompletionPlace | undefined {
  const equals = text.slice(line.start, line.end).indexOf("=");
  if (equals >= 0 && offset > line.start + equals) {
    const name = text.slice(line.start, line.start + equals).trim();
    const gap = /^\s*/.exec(text.slice(line.start + equals + 1, offset))?.[0].length ?? 0;
    return { kind: "value", notation: "ini", name, path: [], scalar: scalarFrom(text, line.start + equals + 1 + gap, line.end, offset) };
  }
  if (!/^\s*\w*$/.test(text.slice(line.start, offset))) return undefined;
  const taken = sectionLines(text, sectionStart);
  return { kind: "variable-name", word: wordAt(text, offset), notation: "ini", bare: equals >= 0, taken, ofHost: false };
}

function hostLine(
  text: string,
  section: Section | undefined,
  line: { start: number; end: number },
  offset: number,
): CompletionPlace | undefined {
  const before = text.slice(line.start, offset);
  if (/^\s*[^\s=]*$/.test(before)) {
    const word = span(
      offset - (/[^\s]*$/.exec(before)?.[0].length ?? 0),
      offset + (/^[\w.-]*/.exec(text.slice(offset, line.end))?.[0].length ?? 0),
    );
    return { kind: "host", word, taken: section ? section.lines(text) : [], form: "line" };
  }
  const word = /[^\s]*$/.exec(before)?.[0] ?? "";
  const equals = word.indexOf("=");
  const taken = [...text.slice(line.start, line.end).matchAll(/\s(\w+)=/g)].map((match) => match[1] as string);
  if (equals < 0) {
    if (!/^\w*$/.test(word)) return undefined;
    const at = wordAt(text, offset);
    return { kind: "variable-name", word: at, notation: "ini", bare: text[at.end] === "=", taken, ofHost: true };
  }
  const start = offset - word.length + equals + 1;
  const end = start + (/^\S*/.exec(text.slice(start, line.end))?.[0].length ?? 0);
  return { kind: "value", notation: "ini", name: word.slice(0, equals), path: [], scalar: scalarFrom(text, start, end, offset) };
}

function scalarFrom(text: string, start: number, end: number, offset: number): OpenScalar {
  let stop = end;
  while (stop > start && /\s/.test(text[stop - 1] as string)) stop--;
  const first = text[start];
  const quote = first === "'" || first === '"' ? first : "";
  const inside = quote === "" ? start : start + 1;
  const close = quote !== "" && stop > inside && text[stop - 1] === quote ? stop - 1 : stop;
  return { content: span(Math.min(inside, offset), Math.max(close, offset)), whole: span(start, Math.max(stop, offset)), quote };
}

function wordAt(text: string, offset: number) {
  const before = /[\w.-]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0].length ?? 0;
  const after = /^[\w.-]*/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0;
  return span(offset - before, offset + after);
}
