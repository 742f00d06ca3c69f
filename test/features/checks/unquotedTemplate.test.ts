/** The fix for a template without quotes, which is a problem of YAML in many guises. */
import { expect, test } from "vitest";
import { unquotedFixes } from "../../../server/src/features/checks/unquotedTemplate";
import { lineIndex } from "../../../server/src/text/lineIndex";
import { openVarsFile } from "../../../server/src/yaml/varsFile";

/** The text after the fix of its first problem; undefined where there is none. */
function mended(text: string): string | undefined {
  const problem = openVarsFile(text).check();
  const [fix] = unquotedFixes({ path: "/x.yml", text, lines: lineIndex(text) }, problem?.span?.start ?? 0);
  const [edit] = fix?.edits ?? [];
  return edit && text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
}

test.each([
  ["a: 1\nb: {{ x }}\n", 'a: 1\nb: "{{ x }}"\n'],
  ["b: {{ x }}/y # why\n", 'b: "{{ x }}/y" # why\n'],
  ["b:\n  - {{ x }}\n  - 2\n", 'b:\n  - "{{ x }}"\n  - 2\n'],
  ["b:\n  - c: {{ x }}:{{ y }}\n", 'b:\n  - c: "{{ x }}:{{ y }}"\n'],
  ["b: {{ x | default('a') }}\n", "b: \"{{ x | default('a') }}\"\n"],
  ['b: {{ x["a"] }}\n', "b: '{{ x[\"a\"] }}'\n"],
  ['b: {{ x["it\'s"] }}\n', "b: '{{ x[\"it''s\"] }}'\n"],
  ["b: {{ x | regex_replace('\\\\.', '') }}\n", "b: '{{ x | regex_replace(''\\\\.'', '''') }}'\n"],
  ["b: {% if x %}y{% endif %}\n", 'b: "{% if x %}y{% endif %}"\n'],
  ["b: {{ x }}\r\nc: {{ y }}\r\n", 'b: "{{ x }}"\r\nc: {{ y }}\r\n'],
])("%j", (text, wanted) => expect(mended(text)).toBe(wanted));

test.each([
  ["b: {{ x\n  }}\n"],
  ["b: [{{ x }}, 2]\n"],
  ["b: {a: 1\n"],
  ["b: {{ x }} {{\n"],
  ["{{ x }}: 1\n"],
  ["b: {x: 1}\n"],
  ["b: @x\n"],
])("nothing for %j", (text) => expect(mended(text)).toBeUndefined());
