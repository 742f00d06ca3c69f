import { truthy, useUndefined } from "../../../python/convert";
import { fail } from "../../../python/failure";
import { formatFloat } from "../../../python/formatFloat";
import { parseFloatText, roundHalfEven, truncateFloat } from "../../../python/numbers";
import { str } from "../../../python/text";
import { typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { filter } from "../signature";

/** `human_readable`, `human_to_bytes`, `filesizeformat`. Sources: ansible module_utils/common/text/formatters.py; jinja2/filters.py. */
export const sizeFilters: Readonly<Record<string, Filter>> = {
  human_readable: filter(
    "human_readable",
    [
      ["isbits", false],
      ["unit", null],
    ],
    (_context, size, isBits, unit) => {
      if (size instanceof Undefined) useUndefined(size);
      const number =
        typeof size === "boolean" ? Number(size) : typeof size === "bigint" || typeof size === "number" ? Number(size) : undefined;
      if (number === undefined) {
        return fail(`human_readable() failed on bad input: '>=' not supported between instances of '${typeName(size)}' and 'int'`);
      }
      if (unit !== null && typeof unit !== "string") return fail(`human_readable() can't interpret following string: ${str(size)}`);
      const found = UNITS.find(([letter, limit]) => (unit === null ? number >= limit : unit.toUpperCase() === letter));
      const [letter, limit] = found ?? (UNITS.at(-1) as (typeof UNITS)[number]);
      const base = truthy(isBits) ? "bits" : "Bytes";
      const text = formatFloat(Math.abs(number / limit), "f", 2);
      return `${number < 0 ? "-" : ""}${text} ${limit === 1 ? base : letter + base[0]}`;
    },
  ),
  human_to_bytes: filter(
    "human_to_bytes",
    [
      ["default_unit", null],
      ["isbits", false],
    ],
    (context, size, defaultUnit, isBits) => humanToBytes(context, size, defaultUnit, truthy(isBits)),
  ),
  filesizeformat: filter("do_filesizeformat", [["binary", false]], (_context, value, binary) => {
    if (value instanceof Undefined) useUndefined(value);
    const bytes =
      typeof value === "string"
        ? parseFloatText(value)
        : typeof value === "boolean" || typeof value === "bigint" || typeof value === "number"
          ? Number(value)
          : undefined;
    if (bytes === undefined) return fail(`could not convert string to float: ${str(value)}`);
    const inBinary = truthy(binary);
    const base = inBinary ? 1024 : 1000;
    if (bytes === 1) return "1 Byte";
    if (bytes < base) return `${truncateFloat(bytes)} Bytes`;
    const letters = "KMGTPEZY";
    let at = 0;
    while (at < letters.length - 1 && bytes >= base ** (at + 2)) at++;
    const letter = letters[at] as string;
    return `${formatFloat((base * bytes) / base ** (at + 2), "f", 1)} ${inBinary ? `${letter}iB` : `${letter === "K" ? "k" : letter}B`}`;
  }),
};

const UNITS: readonly (readonly [letter: string, limit: number])[] = [
  ["Y", 2 ** 80],
  ["Z", 2 ** 70],
  ["E", 2 ** 60],
  ["P", 2 ** 50],
  ["T", 2 ** 40],
  ["G", 2 ** 30],
  ["M", 2 ** 20],
  ["K", 2 ** 10],
  ["B", 1],
];

function humanToBytes(context: EvaluationContext, size: Value, defaultUnit: Value, isBits: boolean): Value {
  const text = str(size);
  const complain = () => fail(`human_to_bytes() can't interpret following string: ${text}`);
  const native = context.generation === "native";
  const match = (native ? /^([0-9]*\.?[0-9]+)(?:\s*([A-Za-z]+))?\s*$/ : /^\s*(\d*\.?\d*)\s*([A-Za-z]+)?/).exec(text);
  const number = parseFloatText(match?.[1] ?? "");
  if (number === undefined) return complain();
  const unit = match?.[2] ?? (defaultUnit === null ? undefined : defaultUnit);
  if (unit === undefined) return rounded(number);
  if (typeof unit !== "string" || unit === "") return complain();
  const key = (unit[0] as string).toUpperCase();
  const limit = UNITS.find(([letter]) => letter === key)?.[1];
  if (limit === undefined) return complain();
  const word = isBits ? "bit" : "byte";
  const letter = isBits ? "b" : "B";
  // ansible-core 2.19 takes whole names only, 2.14 anything that begins or holds the right word.
  const names = native ? unit.toLowerCase() === `${PREFIXES[key] ?? ""}${word}` : unit.toLowerCase().includes(word);
  const short = native ? unit === (key === "B" ? letter : key + letter) : unit[1] === letter;
  if (unit.length > 1 && !names && !short) return complain();
  return rounded(number * limit);
}

const PREFIXES: Readonly<Record<string, string>> = {
  K: "kilo",
  M: "mega",
  G: "giga",
  T: "tera",
  P: "peta",
  E: "exa",
  Z: "zeta",
  Y: "yotta",
};

/** int(round(number)) */
function rounded(number: number): bigint {
  return truncateFloat(roundHalfEven(number, 0) as number);
}
