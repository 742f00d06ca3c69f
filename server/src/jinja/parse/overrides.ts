import type { Problem } from "../../text/problem";
import { span } from "../../text/span";
import type { ParseOptions } from "./options";
import { shorten } from "./token";

/**
 * The first line `#jinja2: trim_blocks: False, ...` of a template, which Ansible takes off and reads options from
 * (ansible/template/__init__.py, do_template; native: _jinja_bits.py, _extract_template_overrides).
 */
export interface Overrides {
  readonly options: ParseOptions;
  /** Where the template itself starts. */
  readonly start: number;
  readonly problems: readonly Problem[];
}

const HEADER = "#jinja2:";

export function readOverrides(source: string, options: ParseOptions): Overrides {
  if (!source.startsWith(HEADER)) return { options, start: 0, problems: [] };
  const problems: Problem[] = [];
  const found = source.indexOf("\n");
  const end = found < 0 ? source.length : found;
  if (found < 0) problems.push(problem(`Missing newline after '${HEADER}' override.`, 0, end));
  const overrides: Record<string, boolean> = {};
  let at = HEADER.length;
  for (const pair of source.slice(HEADER.length, end).split(",")) {
    const from = at;
    at += pair.length + 1;
    const colon = pair.indexOf(":");
    const key = pair.slice(0, Math.max(colon, 0)).trim();
    const option = OPTIONS.get(key);
    const value = VALUES.get(pair.slice(colon + 1).trim());
    if (colon < 0) problems.push(problem(`failed to parse jinja2 override '${shorten(pair.trim())}': a colon is missing`, from, at - 1));
    else if (!option) problems.push(problem(`the jinja2 override '${shorten(key)}' is not supported here`, from, at - 1, "jinja-override"));
    else if (value === undefined) problems.push(problem(`the jinja2 override '${key}' must be True or False`, from, at - 1));
    else overrides[option] = value;
  }
  return { options: { ...options, ...overrides }, start: Math.min(end + 1, source.length), problems };
}

const OPTIONS: ReadonlyMap<string, keyof ParseOptions> = new Map([
  ["trim_blocks", "trimBlocks"],
  ["lstrip_blocks", "lstripBlocks"],
  ["keep_trailing_newline", "keepTrailingNewline"],
]);
const VALUES: ReadonlyMap<string, boolean> = new Map([
  ["True", true],
  ["False", false],
  ["1", true],
  ["0", false],
]);

function problem(message: string, start: number, end: number, code = "jinja-syntax"): Problem {
  return { severity: "error", code, message, span: span(start, end) };
}
