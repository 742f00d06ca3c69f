import { TEXT_ESCAPES } from "../python/escapes";

/**
 * `-e "a=1 b='two words' c={{ d | e }}"`: pairs separated by spaces, quotes and Jinja2 blocks kept whole, Python's escapes read. Every
 * value is text. As Ansible's parse_kv (ansible/parsing/splitter.py).
 */

export type KeyValues =
  | { readonly ok: true; readonly pairs: readonly (readonly [string, string])[] }
  /** `word` has no `=`, or a quote or block in it is never closed. */
  | { readonly ok: false; readonly word: string; readonly reason: "no-equals" | "unbalanced" };

export function keyValues(text: string): KeyValues {
  const words = split(text);
  if (words === undefined) return { ok: false, word: text, reason: "unbalanced" };
  const pairs: [string, string][] = [];
  for (const word of words.map(decodeEscapes)) {
    const at = equalsSign(word);
    if (at < 0) return { ok: false, word, reason: "no-equals" };
    pairs.push([word.slice(0, at).trim(), unquote(word.slice(at + 1).trim())]);
  }
  return { ok: true, pairs };
}

/** Undefined where a quote or a block stays open. */
function split(text: string): string[] | undefined {
  const words: string[] = [];
  let word = "";
  let quote = "";
  const open = { "{": 0, "%": 0, "#": 0 };
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    const block = quote === "" ? blockAt(text, i) : undefined;
    if (block) {
      open[block.kind] = Math.max(0, open[block.kind] + block.step);
      word += text.slice(i, i + 2);
      i++;
    } else if (/\s/.test(c) && quote === "" && open["{"] + open["%"] + open["#"] === 0) {
      if (word !== "") words.push(word);
      word = "";
    } else {
      if ((c === '"' || c === "'") && text[i - 1] !== "\\") quote = quote === c ? "" : quote === "" ? c : quote;
      word += c;
    }
  }
  if (word !== "") words.push(word);
  return quote === "" && open["{"] + open["%"] + open["#"] === 0 ? words : undefined;
}

function blockAt(text: string, i: number): { kind: "{" | "%" | "#"; step: 1 | -1 } | undefined {
  const two = text.slice(i, i + 2);
  if (two === "{{" || two === "{%" || two === "{#") return { kind: two[1] as "{" | "%" | "#", step: 1 };
  if (two === "}}") return { kind: "{", step: -1 };
  if (two === "%}" || two === "#}") return { kind: two[0] as "%" | "#", step: -1 };
  return undefined;
}

/** The first one that no backslash stands before, from the second character on. */
function equalsSign(word: string): number {
  for (let at = word.indexOf("=", 1); at >= 0; at = word.indexOf("=", at + 1)) if (word[at - 1] !== "\\") return at;
  return -1;
}

function unquote(text: string): string {
  const first = text[0];
  return text.length > 1 && (first === '"' || first === "'") && text.endsWith(first) && text.at(-2) !== "\\" ? text.slice(1, -1) : text;
}

function decodeEscapes(text: string): string {
  return text.replace(/\\(U[0-9a-fA-F]{8}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[0-7]{1,3}|[\\'"abfnrtv])/g, (whole, code: string) => {
    const simple = TEXT_ESCAPES.get(code);
    if (simple !== undefined) return simple;
    const point = /^[Uux]/.test(code) ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 8);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
