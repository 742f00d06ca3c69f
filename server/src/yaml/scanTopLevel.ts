import { type Span, span } from "../text/span";
import { commentText } from "./comments";
import { DASH, HASH, isBlank, SPACE, TAB } from "./cursor";
import { type KeyAt, topLevelKey } from "./topLevelKey";
import { TopLevelNodes } from "./topLevelNodes";

/** A key of the mapping that a file consists of, found without parsing the file. */
export interface TopLevelKey {
  /** As written, without quotes. */
  readonly source: string;
  readonly quoted: boolean;
  readonly keySpan: Span;
  /** Without the blanks and comments around it; empty, right behind the colon, where it is left out. */
  readonly valueSpan: Span;
  /** From the key to the comment above the next key: what has to be parsed for this key alone. */
  readonly region: Span;
  /** 1-based. */
  readonly line: number;
  /** The comment lines directly above, without `#`. */
  readonly documentation?: string;
}

/**
 * The top-level keys of a block mapping, in time that hardly counts. Undefined where it is not certain that each key can be parsed on its
 * own and no key is missed or made up: flow or several documents, directives, anchors, merges, complex keys, text at the left edge inside
 * quotes or brackets, odd line breaks. What it gives is right for every text that YAML accepts; errors inside a value are not looked for.
 */
export function scanTopLevel(text: string): readonly TopLevelKey[] | undefined {
  if (ODD.test(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)) return undefined;
  return new TopLevelScan(text).read();
}

/** Characters that YAML forbids, line breaks other than LF and CR LF, byte order marks. */
const ODD = /[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|\r(?!\n)/u;

class TopLevelScan {
  readonly #keys: TopLevelKey[] = [];
  #open: { readonly key: KeyAt; readonly start: number; readonly line: number; readonly documentation: string | undefined } | undefined;
  #nodes: TopLevelNodes;
  #commentStart = -1;
  #documentStarted = false;
  /** For counting lines: how many end before `#countedTo`. */
  #counted = 0;
  #countedTo = 0;

  constructor(private readonly text: string) {
    this.#nodes = new TopLevelNodes(text);
  }

  read(): readonly TopLevelKey[] | undefined {
    const { text } = this;
    for (let start = text.charCodeAt(0) === 0xfeff ? 1 : 0; start < text.length; ) {
      const end = this.#nodes.startLine(start);
      let first = start;
      while (first < end && text.charCodeAt(first) === SPACE) first++;
      const c = text.charCodeAt(first);
      if (first === end || c === HASH) {
        if (first < end) this.#nodes.comment();
        if (first < end && first === start) {
          if (this.#commentStart < 0) this.#commentStart = start;
        } else this.#commentStart = -1;
        start = this.#nodes.nextLine;
        continue;
      }
      const next = c === TAB ? -1 : first > start ? this.#inside(first) : this.#leftEdge(start, end);
      if (next < 0) return undefined;
      this.#commentStart = -1;
      start = next;
    }
    this.#close(text.length);
    return this.#keys;
  }

  /** A line of the value of the open key. */
  #inside(first: number): number {
    return this.#open ? this.#nodes.line(first) : -1;
  }

  #leftEdge(start: number, end: number): number {
    const { text } = this;
    const indicator = text.startsWith("---", start) || text.startsWith("...", start);
    if (indicator && (start + 3 >= end || isBlank(text.charCodeAt(start + 3)))) return this.#documentStart(start, end);
    if (text.charCodeAt(start) === DASH && (start + 1 >= end || isBlank(text.charCodeAt(start + 1)))) {
      return this.#nodes.mayHoldItems() ? this.#inside(start) : -1;
    }
    return this.#key(start, end);
  }

  /** `---` once, before everything, with nothing behind it. */
  #documentStart(start: number, end: number): number {
    if (this.#documentStarted || this.#open || this.text.charCodeAt(start) !== DASH) return -1;
    this.#documentStarted = true;
    const rest = this.text.slice(start + 3, end).trim();
    return rest === "" || rest.startsWith("#") ? this.#nodes.nextLine : -1;
  }

  #key(start: number, end: number): number {
    const key = topLevelKey(this.text, start, end);
    if (!key) return -1;
    this.#close(this.#commentStart < 0 ? start : this.#commentStart);
    const documentation = this.#commentStart < 0 ? undefined : commentText(this.text.slice(this.#commentStart, start));
    this.#open = { key, start, line: this.#lineOf(start), documentation };
    return this.#nodes.value(key.afterColon);
  }

  #close(end: number): void {
    if (!this.#open) return;
    const { key, start, line, documentation } = this.#open;
    const { source, quoted } = key;
    const [keySpan, valueSpan, region] = [span(start, key.end), this.#nodes.valueSpan(), span(start, end)];
    this.#keys.push(
      documentation === undefined
        ? { source, quoted, keySpan, valueSpan, region, line }
        : { source, quoted, keySpan, valueSpan, region, line, documentation },
    );
    this.#open = undefined;
  }

  #lineOf(offset: number): number {
    for (let at = this.text.indexOf("\n", this.#countedTo); at >= 0 && at < offset; at = this.text.indexOf("\n", at + 1)) {
      this.#counted++;
      this.#countedTo = at + 1;
    }
    return this.#counted + 1;
  }
}
