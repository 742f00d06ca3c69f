/**
 * The findings of checks over an inline inventory (fixture.ts), as one-liners: the text of the file with the cursor (or the first file)
 * where each finding is marked below its line, `# ^^^ code: message`, or as a list of `file:line code message`.
 */
import type { Found } from "../../server/src/features/checks/check";
import { type CheckOptions, runChecks } from "../../server/src/features/checks/checks";
import { type Fixture, fixture } from "./fixture";

export interface Checked extends Fixture {
  readonly found: readonly Found[];
}

export function checked(text: string, codes?: readonly string[], options: CheckOptions = {}): Checked {
  const opened = fixture(text);
  const found = [...runChecks(opened.context, { ...options, ...(codes && { codes: new Set(codes) }) })].filter((one) => one !== undefined);
  return { ...opened, found };
}

/** `group_vars/all.yml:3 warning unknown-variable certmanager_enabled: message` */
export function findings(text: string, codes?: readonly string[], options: CheckOptions = {}): readonly string[] {
  const { found, place } = checked(text, codes, options);
  return found
    .map(({ file, span, severity, code, message }) => `${place(file, span).split(" ")[0]} ${severity} ${code}: ${message.en}`)
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

/** The file after the fix number `which` of the first finding. */
export function fixed(text: string, codes: readonly string[], which = 0): string {
  const { found, fs } = checked(text, codes);
  const fix = found[0]?.fixes?.[which];
  if (!fix) return "no fix";
  const texts = new Map<string, string>();
  for (const edit of [...fix.edits].sort((a, b) => b.span.start - a.span.start)) {
    const read = fs.read(edit.file);
    const before = texts.get(edit.file) ?? (read.ok ? read.text : "");
    texts.set(edit.file, before.slice(0, edit.span.start) + edit.text + before.slice(edit.span.end));
  }
  return [...texts.values()].join("\n-- next file\n");
}
