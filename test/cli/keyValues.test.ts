/** `-e key=value`, against what Ansible's parse_kv answers for the same text (ansible-core 2.14);
 * words that are no pair, which Ansible passes over in silence, are refused. */
import { expect, test } from "vitest";
import { keyValues } from "../../server/src/cli/keyValues";

test.each([
  ["a=1", { a: "1" }],
  ["a=1 b=two", { a: "1", b: "two" }],
  ["a='two words' b=\"x y\"", { a: "two words", b: "x y" }],
  ["a={{ b | default('c d') }} e=f", { a: "{{ b | default('c d') }}", e: "f" }],
  ["url=https://h/?a=b", { url: "https://h/?a=b" }],
  ["a=", { a: "" }],
  ["a=x\\ny", { a: "x\ny" }],
  ["a='it'", { a: "it" }],
  ["a=1   b=2  ", { a: "1", b: "2" }],
  ["a=1\nb=2", { a: "1", b: "2" }],
])("%j", (text, pairs) => {
  const read = keyValues(text);
  expect(read.ok && Object.fromEntries(read.pairs)).toEqual(pairs);
});

test.each([
  ["word", "no-equals"],
  ["a=1 word", "no-equals"],
  ["a={% if x %}y z{% endif %}", "no-equals"],
  ["a='open", "unbalanced"],
  ["a={{ open", "unbalanced"],
])("%j is refused", (text, reason) => expect(keyValues(text)).toMatchObject({ ok: false, reason }));
