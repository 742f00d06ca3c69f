import { CONTROL_ESCAPES } from "./escapes";
import { fail } from "./failure";
import type { ParsedRegex } from "./regexNodes";

/** The replacement templates of re.sub: `\1`, `\g<name>`, `\n`. Source: CPython's Lib/re/_parser.py, parse_template. */

/** Texts and group numbers, in order. */
export function parseTemplate(template: string, regex: ParsedRegex): (string | number)[] {
  const parts: (string | number)[] = [];
  let at = 0;
  while (at < template.length) {
    const slash = template.indexOf("\\", at);
    if (slash < 0) break;
    if (slash > at) parts.push(template.slice(at, slash));
    const [part, size] = escaped(template.slice(slash + 1), slash, regex);
    parts.push(part);
    at = slash + 1 + size;
  }
  if (at < template.length) parts.push(template.slice(at));
  return parts;
}

function escaped(rest: string, at: number, regex: ParsedRegex): [part: string | number, size: number] {
  const c = rest[0];
  if (c === undefined) return fail(`bad escape (end of pattern) at position ${at}`);
  if (c === "g") return groupByName(rest, at, regex);
  const octal = /^(?:0[0-7]{0,2}|[0-3][0-7][0-7])/.exec(rest)?.[0];
  if (octal !== undefined) return [String.fromCharCode(Number.parseInt(octal, 8)), octal.length];
  const digits = /^[1-9][0-9]?/.exec(rest)?.[0];
  if (digits !== undefined) {
    const three = /^[0-7]{3}/.exec(rest)?.[0];
    if (three !== undefined) return fail(`octal escape value \\${three} outside of range 0-0o377 at position ${at}`);
    return [checked(Number(digits), at + 1, regex), digits.length];
  }
  const simple = CONTROL_ESCAPES.get(c);
  if (simple !== undefined) return [simple, 1];
  return /[A-Za-z]/.test(c) ? fail(`bad escape \\${c} at position ${at}`) : [`\\${c}`, c.length];
}

function groupByName(rest: string, at: number, regex: ParsedRegex): [part: number, size: number] {
  const match = /^g<([^>]*)>/.exec(rest);
  if (!match) return fail(rest[1] === "<" ? `missing >, unterminated name at position ${at + 3}` : `missing < at position ${at + 2}`);
  const name = match[1] as string;
  if (name === "") return fail(`missing group name at position ${at + 3}`);
  if (/^[0-9]+$/.test(name)) return [checked(Number(name), at + 3, regex), match[0].length];
  if (!/^[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}_]*$/u.test(name)) return fail(`bad character in group name '${name}' at position ${at + 3}`);
  return [regex.groupNames.get(name) ?? fail(`unknown group name '${name}'`), match[0].length];
}

function checked(number: number, at: number, regex: ParsedRegex): number {
  return number > regex.groupCount ? fail(`invalid group reference ${number} at position ${at}`) : number;
}
