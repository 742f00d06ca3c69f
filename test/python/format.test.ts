import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Budget } from "../../server/src/python/budget";
import { Failure } from "../../server/src/python/failure";
import { formatValue, percentFormat } from "../../server/src/python/format";
import { parseFloatText, parseIntText, roundHalfEven } from "../../server/src/python/numbers";
import { repr } from "../../server/src/python/text";
import type { Value } from "../../server/src/python/values";

// Each line: "%" format, "{" format spec, "r" digits to round to or "t" base to read in; its argument; Python's answer, null for an error.
type Row = [kind: string, spec: string, value: [type: string, value: string | boolean], want: unknown];
const rows = readFileSync(new URL("format.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Row);

function argument([type, value]: Row[2]): Value {
  return type === "i" ? BigInt(value) : type === "f" ? Number(value) : value;
}

function answer([kind, spec, given]: Row): unknown {
  const value = argument(given);
  try {
    if (kind === "%") return percentFormat(spec, value, new Budget());
    if (kind === "{") return formatValue(value, spec, new Budget());
    if (kind === "r") return repr(roundHalfEven(value as number | bigint, Number(spec)));
  } catch (error) {
    if (error instanceof Failure) return error.kind === "unknown" ? "?" : null;
    throw error;
  }
  const [whole, real] = [parseIntText(value as string, Number(spec)), parseFloatText(value as string)];
  return [whole === undefined ? null : String(whole), real === undefined ? null : repr(real)];
}

test("formatting, rounding and reading of numbers answer as Python does", () => {
  expect(rows.length).toBeGreaterThan(500);
  const answers = rows.map((row) => ({ row, got: answer(row) }));
  expect(answers.filter(({ row, got }) => got !== "?" && JSON.stringify(row[3]) !== JSON.stringify(got))).toEqual([]);
  expect(answers.filter(({ got }) => got === "?").length).toBeLessThan(15);
});
