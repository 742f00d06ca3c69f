import { ASCII_WORD, type Range, spaces } from "./regexClasses";
import { type ParsedRegex, type RegexNode, type RepeatNode, type SetNode, widthOf } from "./regexNodes";

/**
 * Writes a parsed regular expression in RE2's syntax, which re2js runs in linear time; undefined where RE2 cannot express it or would
 * answer differently (lookaround, backreferences, possessive repeats, repeats of what can be empty).
 */

export interface Re2Options {
  /** The text to be searched is ASCII throughout, so the classes need not be Unicode's. */
  readonly ascii: boolean;
  /** The text is empty: Python has no boundaries there. */
  readonly empty: boolean;
  /** Stands in the text for every newline but the last, so that a plain `$` can be RE2's line end: see Pattern in regex.ts. */
  readonly newlineStandIn?: string | undefined;
}

export function re2Source(regex: ParsedRegex, options: Re2Options): string | undefined {
  return new Writer(options).node(regex.root);
}

const MAX_REPEAT = 1000; // RE2's own limit

class Writer {
  constructor(private readonly options: Re2Options) {}

  node(node: RegexNode): string | undefined {
    switch (node.kind) {
      case "character":
        return this.#character(node.code, node.ignoreCase);
      case "set":
        return this.#set(node);
      case "any":
        return node.newline ? "(?s:.)" : this.#anyButNewline();
      case "anchor":
        return this.#anchor(node.at);
      case "boundary":
        return this.options.ascii && !this.options.empty ? (node.negated ? "\\B" : "\\b") : undefined;
      case "group": {
        const body = this.node(node.body);
        return body === undefined ? undefined : `${node.number === undefined ? "(?:" : "("}${body})`;
      }
      case "repeat":
        return this.#repeat(node);
      case "sequence":
        return this.#all(node.items, "");
      case "branch": {
        const body = this.#all(node.options, "|");
        return body === undefined ? undefined : `(?:${body})`;
      }
      default:
        return undefined;
    }
  }

  #all(nodes: readonly RegexNode[], between: string): string | undefined {
    const parts = nodes.map((node) => this.node(node));
    return parts.includes(undefined) ? undefined : parts.join(between);
  }

  #repeat({ body, least, most, mode }: RepeatNode): string | undefined {
    const inner = this.node(body);
    const infinite = most === Number.POSITIVE_INFINITY;
    if (inner === undefined || mode === "possessive" || least > MAX_REPEAT || (!infinite && most > MAX_REPEAT)) return undefined;
    if (widthOf(body)[0] === 0 && most > 1) return undefined;
    const count = infinite
      ? least === 0
        ? "*"
        : least === 1
          ? "+"
          : `{${least},}`
      : least === 0 && most === 1
        ? "?"
        : `{${least},${most}}`;
    return `(?:${inner})${count}${mode === "lazy" ? "?" : ""}`;
  }

  #character(code: number, ignoreCase: boolean): string {
    const { newlineStandIn } = this.options;
    if (code === 10 && newlineStandIn !== undefined) return `[\\n${pointOf(newlineStandIn.codePointAt(0) as number)}]`;
    return ignoreCase ? `(?i:${pointOf(code)})` : pointOf(code);
  }

  #anyButNewline(): string {
    const { newlineStandIn } = this.options;
    return newlineStandIn === undefined ? "[^\\n]" : `[^\\n${pointOf(newlineStandIn.codePointAt(0) as number)}]`;
  }

  #anchor(at: "text-start" | "line-start" | "end" | "line-end" | "text-end"): string | undefined {
    const swapped = this.options.newlineStandIn !== undefined;
    if (at === "text-start") return "\\A";
    if (at === "text-end") return "\\z";
    if (at === "end") return swapped ? "(?m:$)" : "\\z";
    return swapped ? undefined : at === "line-start" ? "(?m:^)" : "(?m:$)";
  }

  #set(node: SetNode): string | undefined {
    const ascii = this.options.ascii || node.ascii;
    let source = "";
    let notWord = false;
    let newline = false;
    for (const item of node.items) {
      if (item.kind === "range") {
        source += ranges([[item.low, item.high]]);
        newline ||= item.low <= 10 && item.high >= 10;
      } else if (item.letter === "W" && !ascii) notWord = newline = true;
      else {
        source += classSource(item.letter, ascii, node.ascii);
        newline ||= item.letter === "s" || item.letter === "D" || item.letter === "W";
      }
    }
    const standIn = this.options.newlineStandIn;
    if (standIn !== undefined) {
      // The stand-in is in the set exactly where a newline is; a range or a complement might hold it unasked.
      if (newline) source += pointOf(standIn.codePointAt(0) as number);
      else if (source !== "" && nativeSet(source).test(standIn)) return undefined;
    }
    const written = this.#bracketed(source, notWord, node.negated);
    return written === undefined || !node.ignoreCase ? written : `(?i:${written})`;
  }

  #bracketed(source: string, notWord: boolean, negated: boolean): string | undefined {
    if (!notWord) return `[${negated ? "^" : ""}${source}]`;
    if (negated) return undefined;
    return source === "" ? "[^\\p{L}\\p{N}_]" : `(?:[^\\p{L}\\p{N}_]|[${source}])`;
  }
}

function nativeSet(source: string): RegExp {
  return new RegExp(`[${source.replaceAll(/\\x\{([0-9a-f]+)\}/gi, "\\u{$1}")}]`, "u");
}

function classSource(letter: "d" | "D" | "s" | "S" | "w" | "W", ascii: boolean, asciiSpaces: boolean): string {
  switch (letter) {
    case "d":
      return ascii ? "0-9" : "\\p{Nd}";
    case "D":
      return ascii ? complement([[0x30, 0x39]]) : "\\P{Nd}";
    case "w":
      return ascii ? "0-9A-Za-z_" : "\\p{L}\\p{N}_";
    case "W":
      return complement(ASCII_WORD);
    case "s":
      return ranges(spaces(asciiSpaces));
    case "S":
      return complement(spaces(asciiSpaces));
  }
}

function ranges(list: readonly Range[]): string {
  return list.map(([low, high]) => (low === high ? pointOf(low) : `${pointOf(low)}-${pointOf(high)}`)).join("");
}

function complement(list: readonly Range[]): string {
  const out: Range[] = [];
  let next = 0;
  for (const [low, high] of list) {
    if (low > next) out.push([next, low - 1]);
    next = high + 1;
  }
  out.push([next, 0x10ffff]);
  return ranges(out);
}

function pointOf(code: number): string {
  return `\\x{${code.toString(16)}}`;
}
