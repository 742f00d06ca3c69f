/** Variables merged into a file that somebody wrote: every other byte stays, and both readers of YAML find what was meant. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { mergeVars, withoutBlock } from "../../../server/src/manifests/overrides/mergeVars";
import { restored } from "../../../server/src/manifests/overrides/withdrawn";
import { PyDict } from "../../../server/src/python/values";
import { loadText } from "../../../server/src/yaml/loadText";

const SET = { b: "{{ x }}/y", n: "v" };

function merge(text: string, wanted: Readonly<Record<string, string>> = SET) {
  const own = withoutBlock(text);
  const merged = mergeVars(own.text, {
    comments: ["made by a test"],
    sections: [{ comments: ["Both"], entries: new Map(Object.entries(wanted)) }],
    at: own.at,
  });
  return { ...merged, own: withoutBlock(merged.text).text };
}

/** The variables that Ansible reads. */
function variables(text: string): ReadonlyMap<unknown, unknown> {
  const loaded = loadText(text, { generation: "classic" });
  if (!loaded.ok) throw new Error(loaded.problem.message);
  return loaded.value instanceof PyDict ? new Map(loaded.value.entries()) : new Map();
}

/** The comment above a value that took the place of another one. */
const was = (value: string, newline = "\n") => `# kubespray-inventory generate overrides, instead of: ${value}${newline}`;

describe("what is there already", () => {
  // Text before, the user's own part of it after.
  test.each([
    ["nothing", "", ""],
    ["a mark of the document's start", "---\n", "---\n"],
    ["comments alone", "# mine\n", "# mine\n\n"],
    [
      "a key in its place, the comment behind it",
      "---\na: 1\nb: old # why\nc: 2\n",
      `---\na: 1\n${was("old")}b: "{{ x }}/y" # why\nc: 2\n\n`,
    ],
    ["a value over lines", "b: >-\n  long\n  text\n\nc: 1\n", 'b: "{{ x }}/y"\n\nc: 1\n\n'],
    ["no value", "b:\nc: 1\n", 'b: "{{ x }}/y"\nc: 1\n\n'],
    ["no value but a comment", "b: # why\n", 'b: "{{ x }}/y" # why\n\n'],
    ["a mapping", "b: {a: 1,\n  c: 2}\nd: 1\n", 'b: "{{ x }}/y"\nd: 1\n\n'],
    ["equal keys: the last one counts", "b: 1\nc: 1\nb: 2\n", `b: 1\nc: 1\n${was("2")}b: "{{ x }}/y"\n\n`],
    ["a quoted key", "'b' : 1\n", `${was("1")}'b' : "{{ x }}/y"\n\n`],
    ["a tag", "b: !unsafe '{{ no }}'\n", `${was("!unsafe '{{ no }}'")}b: "{{ x }}/y"\n\n`],
    ["an anchor that nobody uses", "b: &x 1\n", `${was("&x 1")}b: "{{ x }}/y"\n\n`],
    ["an alias", "c: &x 1\nb: *x\n", `c: &x 1\n${was("*x")}b: "{{ x }}/y"\n\n`],
    ["no line break at the end", "a: 1", "a: 1\n\n"],
    ["Windows' line breaks", "a: 1\r\nb: 1\r\n", `a: 1\r\n${was("1", "\r\n")}b: "{{ x }}/y"\r\n\r\n`],
    ["an indented mapping", "  a: 1\n  b: 1\n", `  a: 1\n  ${was("1")}  b: "{{ x }}/y"\n\n`],
    ["a mark of the document's end", "a: 1\n...\n", "a: 1\n\n...\n"],
    ["a text at the end that would grow", "a: |\n  x", "a: |\n  x"],
    ["a text that keeps its blank lines", "a: |+\n  x\n\n\n", "a: |+\n  x\n\n\n"],
    ["a vaulted value", "a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  31\n", "a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  31\n\n"],
    ["a byte order mark", "\ufeffb: 1\n", `\ufeff${was("1")}b: "{{ x }}/y"\n\n`],
    ["a value that leads to the same mirror", "b: '{{ x }}/old'\n", 'b: "{{ x }}/y"\n\n'],
    ["a value that leads to another one", "b: '{{ z }}/old'\n", `${was("'{{ z }}/old'")}b: "{{ x }}/y"\n\n`],
    ["one that was put back by hand below its comment", `${was("older")}b: old\n`, `${was("old")}b: "{{ x }}/y"\n\n`],
    ["the key in a nested mapping and in a text", "a:\n  b: 1\nc: |\n  b: 1\n", "a:\n  b: 1\nc: |\n  b: 1\n\n"],
    ["merged defaults", "d: &d {b: 1}\n<<: *d\n", "d: &d {b: 1}\n<<: *d\n\n"],
    ["a byte order mark before a text that would grow", "\ufeffa: |\n  x", "\ufeffa: |\n  x"],
    ["half of an earlier block", "# >>> kubespray-inventory generate overrides: made anew from here on\na: 1\n", undefined],
  ])("%s", (_, before, after) => {
    const { text, own, anchored } = merge(before);
    expect(own).toBe(after ?? `${before}\n`);
    expect(anchored).toEqual([]);
    expect(parseDocument(text, { version: "1.1", uniqueKeys: false }).errors).toEqual([]);
    if (!before.includes("!vault")) expect(Object.fromEntries(variables(text))).toMatchObject(SET);
    expect(merge(text).text, "made again").toBe(text);
    expect(merge(restored(text)).text, "made of what was before").toBe(text);
    const replaced = own.includes(was("").trim()) && !before.includes(was("").trim());
    if (replaced) expect(restored(own).trimEnd(), "put back").toBe(before.trimEnd());
    if (before.includes("\r\n")) expect(text.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("a value that other lines refer to is left, and told", () => {
    const { text, anchored } = merge("b: &x 1\nc: *x\n");
    expect(anchored).toEqual(["b"]);
    expect(Object.fromEntries(variables(text))).toMatchObject({ b: 1n, c: 1n, n: "v" });
  });

  test("a new block stands where the old one stood, and forgets what is no longer set", () => {
    const first = `${merge("a: 1\n", { n: "v", old: "o" }).text}z: 1\n`;
    const { text } = merge(first);
    expect([...variables(text).keys()]).toEqual(["a", "b", "n", "z"]);
    expect(text.endsWith("z: 1\n")).toBe(true);
  });

  test.each([
    ["{a: 1}\n", /lines of/],
    ["- a\n", /lines of/],
    ["a: 1\nb\n", /line \d/],
    ["a: 1\n---\nb: 1\n", /line 2/],
    ["$ANSIBLE_VAULT;1.1;AES256\n3131\n", /encrypted/],
    ["\tb: 1\n", /line 1/],
  ])("%j is refused", (text, why) => expect(() => merge(text)).toThrow(why));
});

const word = fc.constantFrom("a", "b", "c", "n", "files_repo", "x1");
const scalar = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.constantFrom("{{ a }}/x", "{% raw %}", 'it\'s "so"', "# no", "- x", "a: b", "\u2028", "\\", "~", "1.10", "é"),
);
const line = fc.oneof(
  fc.tuple(word, scalar).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
  fc
    .tuple(
      word,
      fc.constantFrom("plain text", "|\n  block\n  text", ">-\n  folded", "[1, {a: b}]", "&one 1", "*one", "", "!unsafe 'x'", "'q''q'"),
    )
    .map(([key, value]) => `${key}: ${value}`),
  fc.constantFrom("# comment", "", "---", "...", "  nested: 1", "- item"),
);

test("of any text, either it is refused or all other variables and lines stay", () => {
  let merged = 0;
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom("\n", "\r\n"), scalar, (lines, newline, value) => {
      const before = lines.join("\n").replaceAll("\n", newline);
      let result: ReturnType<typeof merge>;
      try {
        result = merge(before, { b: value, n: "v" });
      } catch {
        return;
      }
      const [old, now] = [variables(before), variables(result.text)];
      const set = new Set(["b", "n"].filter((name) => !result.anchored.includes(name)));
      for (const [name, was] of old) if (!set.has(String(name))) expect(now.get(name), String(name)).toEqual(was);
      if (set.has("b")) expect(now.get("b")).toBe(value);
      expect(parseDocument(result.text, { version: "1.1", uniqueKeys: false }).errors.filter(({ code }) => code !== "BAD_ALIAS")).toEqual(
        [],
      );
      expect(merge(result.text, { b: value, n: "v" }).text).toBe(result.text);
      merged++;
    }),
    { numRuns: 400 },
  );
  expect(merged).toBeGreaterThan(100);
});
