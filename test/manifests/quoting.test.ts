/** Each reader takes back what was quoted for it: the shell, YAML, JSON. Those of nginx and Docker are asked by the tests of their manifests. */
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { comment, docker, json, jsonDocument, nginx, sh, yaml } from "../../server/src/manifests/quoting";
import { PyDict } from "../../server/src/python/values";
import { loadText } from "../../server/src/yaml/loadText";

const NASTY = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom("'", '"', "$", "\\", "`", "\n", "\r", "\t", " ", "-", "#", ": ", "{{", "}}", "%", "é", "界", "\u2028", "\u0085", "!"),
      { maxLength: 8 },
    )
    .map((parts) => parts.join("")),
);

test("a shell word is one word with the same text", () => {
  const texts = fc.sample(NASTY, 300).map((text) => text.replaceAll("\0", "").replace(/\p{Surrogate}/gu, ""));
  const script = texts.map((text) => `printf '%s\\0' ${sh(text)}`).join("\n");
  expect(execFileSync("sh", { input: script, encoding: "utf8" }).split("\0").slice(0, -1)).toEqual(texts);
});

test("a YAML scalar is the same text to YAML 1.2 and to Ansible's YAML, and never leaves its line", () => {
  fc.assert(
    fc.property(NASTY, (text) => {
      const line = `key: ${yaml(text)}`;
      expect(line).toMatch(/^[\x20-\x7e]*$/);
      expect(parse(line)).toEqual({ key: text });
      expect(JSON.parse(json(text))).toBe(text);
    }),
  );
  fc.assert(
    fc.property(NASTY, (text) => {
      const loaded = loadText(`key: ${yaml(text)}`, { json: false });
      expect(loaded.ok && loaded.value instanceof PyDict && loaded.value.get("key")).toBe(text);
    }),
  );
  expect(yaml("a\u{1f600}\u2028")).toBe('"a\\U0001f600\\u2028"');
});

test("a JSON document is the same value, with nothing in it that cannot be seen", () => {
  fc.assert(
    fc.property(NASTY, (text) => {
      const document = jsonDocument({ text: [text] });
      expect(JSON.parse(document)).toEqual({ text: [text] });
      expect(document).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/);
    }),
  );
  expect(jsonDocument("é界")).toBe('"é界"\n');
});

test("what a reader cannot take is refused, not mangled", () => {
  expect(() => nginx("a$b")).toThrow(RangeError);
  expect(nginx('a "b" \\ c')).toBe('"a \\"b\\" \\\\ c"');
  expect(() => docker("a\nb")).toThrow(RangeError);
  expect(docker('a $b "c"')).toBe('"a \\$b \\"c\\""');
});

test("a comment stays on its line", () => {
  fc.assert(fc.property(NASTY, (text) => !/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(comment(text))));
});
