import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { evaluator } from "./calls";

// Each line of calls.jsonl: an expression, what ansible-core 2.14 answers and, where it differs, what 2.19 answers; "?" is a known unknown.
const rows = readFileSync(new URL("calls.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as [expression: string, classic: string, native?: string]);

describe("filters, tests, lookups and globals answer as Ansible does", () => {
  test("classic", () => {
    const evaluate = evaluator("classic");
    const wrong = rows.map(([expression, classic]) => ({ expression, want: classic, got: evaluate(expression) }));
    expect(wrong.filter(({ want, got }) => want !== got)).toEqual([]);
  });

  test("native", () => {
    const evaluate = evaluator("native");
    const wrong = rows.map(([expression, classic, native]) => ({ expression, want: native ?? classic, got: evaluate(expression) }));
    expect(wrong.filter(({ want, got }) => want !== got)).toEqual([]);
  });

  test("few are unknown", () => {
    expect(rows.length).toBeGreaterThan(1800);
    expect(rows.filter(([, classic]) => classic === "?").length).toBeLessThan(25);
  });
});
