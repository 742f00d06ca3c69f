import type { Value } from "../python/values";
import type { Problem } from "../text/problem";
import { type Span, span } from "../text/span";
import { parsedVars } from "./parsedVars";
import { parseJson } from "./parseJson";
import { scannedVars } from "./scannedVars";
import { scanTopLevel } from "./scanTopLevel";
import type { ValueOptions } from "./toValue";
import { type ValueStyle, valueStyle } from "./valueStyle";

/** A variable that a file defines. */
export interface VarsEntry {
  readonly name: string;
  /** False: the key is a number, a boolean, ... and `name` its str(), which cannot be used as a variable. */
  readonly isText: boolean;
  readonly keySpan: Span;
  /** Without blanks and comments around it. */
  readonly valueSpan: Span;
  /** 1-based. */
  readonly line: number;
  /** The comment lines directly above the key, without `#`. */
  readonly documentation?: string;
  /** Parsed when first asked for. Throws a Failure where the value is broken or cannot be known. */
  value(): Value;
  style(): ValueStyle;
}

export interface VarsFile {
  /** Of equal names the last, at the first one's place, as Python's dicts have it. */
  readonly entries: ReadonlyMap<string, VarsEntry>;
  /** What was found so far without looking into values that nobody asked for. */
  readonly problems: readonly Problem[];
  /**
   * What makes Ansible refuse the whole file, where that is known without `check`. `entries` then still holds what can be read, before and
   * behind the error, for the editor.
   */
  readonly broken: Problem | undefined;
  /** Reads the whole file and gives what makes Ansible refuse it. Worked out once, and cheap for large tables. */
  check(): Problem | undefined;
}

/**
 * A file of variables as Ansible loads it (group_vars, host_vars, role defaults and vars): JSON if it is JSON, else YAML. Where it is safe
 * the file is not parsed but scanned for its top-level keys, and its values are parsed one by one. Never throws.
 */
export function openVarsFile(text: string, options: ValueOptions = {}): VarsFile {
  if (text.startsWith("$ANSIBLE_VAULT;")) return brokenFile(VAULTED, text);
  const json = /^[ \t\n\r]*\{/.test(text) ? parseJson(text, options.generation) : undefined;
  if (json?.members) return jsonVars(text, json.members);
  const keys = scanTopLevel(text);
  return keys ? scannedVars(text, keys, options) : parsedVars(text, options);
}

const VAULTED = "The whole file is encrypted with ansible-vault: its variables are not known.";

function brokenFile(message: string, text: string): VarsFile {
  const firstLine = /^.*/.exec(text)?.[0].length ?? 0;
  const problem: Problem = { severity: "error", code: "vars-vaulted", message, span: span(0, firstLine) };
  return { entries: new Map(), problems: [problem], broken: problem, check: () => problem };
}

function jsonVars(text: string, members: NonNullable<ReturnType<typeof parseJson>>["members"] & {}): VarsFile {
  const entries = new Map<string, VarsEntry>();
  let line = 1;
  let counted = 0;
  for (const { name, keySpan, valueSpan, value } of members) {
    for (let at = text.indexOf("\n", counted); at >= 0 && at < keySpan.start; at = text.indexOf("\n", counted)) {
      line++;
      counted = at + 1;
    }
    entries.set(name, { name, isText: true, keySpan, valueSpan, line, value: () => value, style: () => valueStyle(text, valueSpan) });
  }
  return { entries, problems: [], broken: undefined, check: () => undefined };
}
