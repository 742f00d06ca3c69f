import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Budget } from "../../server/src/python/budget";
import { Failure } from "../../server/src/python/failure";
import { compilePattern } from "../../server/src/python/regex";
import { PyTuple, type Value } from "../../server/src/python/values";

// Each line: pattern, text, flags, what re.findall gives and what re.sub with "<\g<0>>" gives; or null and what re.compile complains of.
type Row = [pattern: string, text: string, flags: string, all: unknown[] | null, replaced: string];
const rows = readFileSync(new URL("regex.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Row);

function answer([pattern, text, flags]: Row): [unknown[] | null, string] {
  try {
    const compiled = compilePattern(pattern, { ignoreCase: flags.includes("i"), multiline: flags.includes("m") }, new Budget());
    const plain = (value: Value) => (value instanceof PyTuple ? value.items : value);
    return [compiled.findAll(text).map(plain), compiled.replace(text, "<\\g<0>>").output];
  } catch (error) {
    if (error instanceof Failure && error.kind === "error") return [null, error.message];
    throw error;
  }
}

test("regular expressions answer as Python's re does", () => {
  expect(rows.length).toBe(300);
  const wrong = rows
    .map((row) => ({ row, got: answer(row) }))
    .filter(({ row, got }) => JSON.stringify(row.slice(3)) !== JSON.stringify(got));
  expect(wrong).toEqual([]);
});

test("what takes too long is unknown", () => {
  for (const [pattern, text] of [
    ["((a+)+)\\1$", `${"a".repeat(60)}b`],
    ["(?=a)(?:a|b)*$", "a".repeat(30_000)],
    ["(a*)*b", "a".repeat(50_000)],
    [`${"(".repeat(500)}a${")".repeat(500)}`, "a"],
  ] as const) {
    const before = process.cpuUsage();
    expect(() => compilePattern(pattern, {}, new Budget()).search(text)).toThrow(Failure);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1500);
  }
  expect(compilePattern("(x+x+)+y", {}, new Budget()).search("x".repeat(100_000))).toBeUndefined();
});
