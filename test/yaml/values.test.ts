import { expect, it } from "vitest";
import { repr } from "../../server/src/python/text";
import { TaggedText } from "../../server/src/python/values";
import { loadText } from "../../server/src/yaml/loadText";
import type { ValueOptions } from "../../server/src/yaml/toValue";

/** repr() of what a text gives, or the code of its problem; what Ansible's loader answers, beyond the cases of conformance.test.ts. */
function load(text: string, options: ValueOptions = {}): string {
  const loaded = loadText(text, options);
  return loaded.ok ? repr(loaded.value) : loaded.problem.code;
}

it.each([
  // Merges: what is merged comes first, of a list the first mapping wins, the mapping's own value replaces it at its place
  ["a: &a {x: 1, y: 2}\nb: {z: 0, <<: *a, x: 3}", "{'a': {'x': 1, 'y': 2}, 'b': {'x': 3, 'y': 2, 'z': 0}}"],
  ["b: {<<: [{x: 1, y: 1}, {y: 2, z: 2}]}", "{'b': {'y': 1, 'z': 2, 'x': 1}}"],
  ["b: {<<: {x: 1}, <<: {x: 2, y: 2}}", "{'b': {'x': 2, 'y': 2}}"],
  ["b: {<<: {<<: {x: 1}, y: 2}}", "{'b': {'x': 1, 'y': 2}}"],
  ["b: {<<: 1}", "yaml-constructor"],
  ["b: {'<<': {x: 1}}", "{'b': {'<<': {'x': 1}}}"],
  ["=: 1", "{'=': 1}"],
  // Of equal keys the last value at the first place
  ["a: 1\nb: 2\na: 3", "{'a': 3, 'b': 2}"],
  ["1: a\n1.0: b\ntrue: c", "{1: 'c'}"],
  ["a: &x 1\nb: &x 2", "yaml-composer"],
  // Explicit tags
  ["!!int ' 12 '", "12"],
  ["!!int --3", "3"],
  ["!!int 0o17", "15"],
  ["!!int a", "yaml-value"],
  ["!!int ''", "yaml-value"],
  ["!!float 1e3", "1000.0"],
  ["!!float infinity", "inf"],
  ["!!bool maybe", "yaml-value"],
  ["!!str", "''"],
  ["! 12", "12"],
  ["! 'yes'", "True"],
  ["!!binary aGk", "yaml-constructor"],
  ["!!str {=: x}", "'x'"],
  ["!!omap [a: 1, a: 2]", "[('a', 1), ('a', 2)]"],
  ["!!omap [{a: 1, b: 2}]", "yaml-constructor"],
  ["!!set [a]", "yaml-constructor"],
  ["!<tag:yaml.org,2002:str> 1", "'1'"],
  ["%TAG !e! tag:yaml.org,2002:\n--- !e!str 1", "'1'"],
  ["!e!str 1", "yaml-parser"],
  ["2000-02-30", "yaml-value"],
  ["!!timestamp 2001-1-1 1:02:03.1234567 +1:30", "datetime.datetime(2001, 1, 1, 1, 2, 3, 123456)"],
  // JSON comes first
  ['{"a": 1e3, "b": [1, -0, 1.0], "c": "\\u00e9\\ud83d\\ude00"}', "{'a': 1000.0, 'b': [1, 0, 1.0], 'c': 'é😀'}"],
  ['{"a": NaN, "b": -Infinity}', "{'a': nan, 'b': -inf}"],
  ['{"a": 1e3,}', "{'a': '1e3'}"],
  ['{"a":\t1}', "{'a': 1}"],
  ["1e3", "1000.0"],
  ['"a" # c', "'a'"],
  // An alias inside what it stands for
  ["a: &a [*a]", "yaml-limit"],
  ["a: &a {<<: *a, x: 1}", "{'a': {'x': 1}}"],
])("%j", (text, wanted) => {
  expect(load(text)).toBe(wanted);
});

/** A tagged text shows as TAG:text. */
function tagged(text: string, options: ValueOptions): string {
  const loaded = loadText(text, options);
  if (!loaded.ok) return loaded.problem.code;
  const show = (value: unknown): unknown => {
    if (value instanceof TaggedText) return `${value.tag}:${value.text}`;
    return Array.isArray(value) ? value.map(show) : typeof value === "bigint" ? Number(value) : value;
  };
  return JSON.stringify(show(loaded.value));
}

it.each([
  ["!unsafe '{{ x }}'", '"unsafe:{{ x }}"', '"unsafe:{{ x }}"', '"unsafe:{{ x }}"'],
  ["!unsafe 12", '"unsafe:12"', "12", "yaml-limit"],
  ["!unsafe [a, 1]", '["unsafe:a",1]', '["unsafe:a",1]', '["unsafe:a",1]'],
  ["!unsafe [[a]]", "[[]]", '[["unsafe:a"]]', "yaml-limit"], // Ansible 2.14 loses what is nested
  ["!vault abc", '"vault:abc"', '"vault:abc"', '"vault:abc"'],
  ["!vault-encrypted abc", '"vault:abc"', '"vault:abc"', '"vault:abc"'],
  ["!vault 12", '"vault:12"', "yaml-constructor", '"vault:12"'],
  ["!vault [a]", "yaml-constructor", "yaml-constructor", "yaml-constructor"],
])("%s in both generations, and where none is given", (text, classic, native, neither) => {
  expect(tagged(text, { generation: "classic" })).toBe(classic);
  expect(tagged(text, { generation: "native" })).toBe(native);
  expect(tagged(text, {})).toBe(neither);
  expect(tagged(text, { ansibleTags: false })).toBe("yaml-constructor");
});
