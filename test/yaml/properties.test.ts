import fc from "fast-check";
import { expect, it } from "vitest";
import { repr } from "../../server/src/python/text";
import { PyDict } from "../../server/src/python/values";
import { loadText } from "../../server/src/yaml/loadText";
import { parsePlainBlock } from "../../server/src/yaml/parsePlainBlock";
import { openVarsFile } from "../../server/src/yaml/varsFile";

/** Pieces of lines that are often right and sometimes wrong, so that both the subset and its edges are met. */
const KEY = fc.constantFrom(
  "a",
  "b",
  "1.2",
  "yes",
  '"q r"',
  "'s'",
  "x y",
  "k:l",
  "a ",
  "?z",
  "-m",
  "1",
  "true",
  "<<",
  "=",
  "&x a",
  "!t a",
  "...",
  "#",
);
const VALUE = fc.constantFrom(
  ...[
    "",
    "v",
    "1.10",
    "0700",
    "yes",
    "~",
    "'s''t'",
    '"d"',
    '"d',
    "'s",
    '"\\n"',
    "a b #c",
    "a#b",
    "u:v",
    "u: v",
    "[]",
    "{}",
    "[a,",
    "b]",
    "{k: v}",
  ],
  ..."{{ x }}|2001-01-01|1:30|@x|%y|*x|&x y|!t z|>|>-|||-|- n|-o|'a': b|\"a\" : b|x'y|# c|v #|é|t\tu|don't"
    .split("|")
    .map((text) => text || "|"),
);
const LINE = fc
  .tuple(
    fc.constantFrom(0, 0, 0, 1, 2, 2, 2, 4, 4, 6),
    fc.constantFrom("", "", "- ", "- - ", "-", "# "),
    fc.option(KEY),
    VALUE,
    fc.constantFrom("", "", " ", " # c"),
  )
  .map(([indent, dash, key, value, tail]) => `${" ".repeat(indent)}${dash}${key === null ? "" : `${key}:${value && " "}`}${value}${tail}`);
const TEXT = fc
  .tuple(fc.array(LINE, { maxLength: 9 }), fc.constantFrom("\n", "\n", "\n", "\r\n"), fc.constantFrom("", "\n", "---\n"))
  .map(([lines, newline, start]) => start + lines.join(newline));

it("what the plain parser takes it reads as the full parser does", () => {
  let taken = 0;
  fc.assert(
    fc.property(TEXT, (text) => {
      const plain = parsePlainBlock(text);
      if (plain === undefined) return;
      taken++;
      const loaded = loadText(text);
      expect(loaded.ok ? repr(loaded.value) : loaded.problem.message).toBe(repr(plain));
    }),
    { numRuns: 20_000 },
  );
  expect(taken).toBeGreaterThan(500);
});

it("a file of variables read piece by piece agrees with a full parse, in its values and in whether Ansible refuses it", () => {
  let sound = 0;
  fc.assert(
    fc.property(TEXT, (text) => {
      const loaded = loadText(text, { generation: "classic" });
      const file = openVarsFile(text, { generation: "classic" });
      if (!loaded.ok) {
        if (loaded.problem.code !== "yaml-limit") expect(file.check()).toEqual(loaded.problem);
        return;
      }
      if (!(loaded.value instanceof PyDict)) return;
      sound++;
      expect(file.check()).toBeUndefined();
      const texts = [...loaded.value.entries()].filter(([key]) => typeof key === "string");
      const pieces = [...file.entries.values()].filter(({ isText }) => isText).map((entry) => [entry.name, entry.value()] as const);
      expect(repr(new PyDict(pieces))).toBe(repr(new PyDict(texts)));
    }),
    { numRuns: 10_000 },
  );
  expect(sound).toBeGreaterThan(200);
});
