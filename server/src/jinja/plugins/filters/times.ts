import { truthy, useUndefined } from "../../../python/convert";
import { fail, unknown } from "../../../python/failure";
import { parseFloatText } from "../../../python/numbers";
import { str } from "../../../python/text";
import { PyDate, typeName, Undefined, type Value } from "../../../python/values";
import type { Filter } from "../../context";
import { filter } from "../signature";
import { formatTime } from "../time";

/** `strftime` and `to_datetime`. Source: ansible filter/core.py. Only UTC and given moments are known; the local time zone of the run is not. */
export const timeFilters: Readonly<Record<string, Filter>> = {
  strftime: filter(
    "strftime",
    [
      ["second", null],
      ["utc", false],
    ],
    (context, format, second, utc) => {
      if (format instanceof Undefined) useUndefined(format);
      if (typeof format !== "string") return fail(`strftime() argument 1 must be str, not ${typeName(format)}`);
      const seconds = second === null ? undefined : secondsOf(second);
      if (!truthy(utc)) return unknown("The time zone of the run is not known.", "time");
      const time = seconds === undefined ? context.outside.now?.() : new Date(Math.floor(seconds) * 1000);
      if (!time) return unknown("The time of the run is not known.", "time");
      if (Number.isNaN(time.getTime())) return fail("timestamp out of range for platform time_t");
      return formatTime(time, true, format, context.budget);
    },
  ),
  to_datetime: filter("to_datetime", [["format", "%Y-%m-%d %H:%M:%S"]], (_context, value, format) => {
    if (value instanceof Undefined) useUndefined(value);
    if (typeof value !== "string") return fail(`strptime() argument 1 must be str, not ${typeName(value)}`);
    return typeof format === "string" ? parseTime(value, format) : fail(`strptime() argument 2 must be str, not ${typeName(format)}`);
  }),
};

function secondsOf(value: Value): number {
  const seconds =
    typeof value === "string"
      ? parseFloatText(value)
      : typeof value === "number" || typeof value === "bigint" || typeof value === "boolean"
        ? Number(value)
        : undefined;
  return seconds ?? fail(`Invalid value for epoch value (${str(value)})`);
}

const FIELDS: Readonly<Record<string, string>> = {
  Y: "(?<Y>\\d{4})",
  m: "(?<m>1[0-2]|0[1-9]|[1-9])",
  d: "(?<d>3[01]|[12]\\d|0[1-9]|[1-9]| [1-9])",
  H: "(?<H>2[0-3]|[01]\\d|\\d)",
  M: "(?<M>[0-5]\\d|\\d)",
  S: "(?<S>6[01]|[0-5]\\d|\\d)",
  f: "(?<f>[0-9]{1,6})",
  "%": "%",
};

/** datetime.strptime for the numeric directives. */
function parseTime(text: string, format: string): Value {
  let source = "";
  for (let i = 0; i < format.length; i++) {
    const c = format[i] as string;
    if (c === "%") {
      const field = FIELDS[format[++i] ?? ""];
      if (field === undefined || (field !== "%" && source.includes(field)))
        return unknown("This time format is not evaluated here.", "time");
      source += field;
    } else source += /\s/.test(c) ? "\\s+" : c.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
  }
  const match = new RegExp(`^${source.replaceAll(/(?:\\s\+)+/g, "\\s+")}`, "i").exec(text);
  if (!match) return fail(`time data ${JSON.stringify(text)} does not match format ${JSON.stringify(format)}`);
  if (match[0].length < text.length) return fail(`unconverted data remains: ${text.slice(match[0].length)}`);
  const part = (name: string, fallback: string) => match.groups?.[name]?.trim() ?? fallback;
  const [year, month, day] = [part("Y", "1900"), part("m", "1").padStart(2, "0"), part("d", "1").padStart(2, "0")];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCDate() !== Number(day)) return fail("day is out of range for month");
  const clock = ["H", "M", "S"].map((name) => part(name, "0").padStart(2, "0")).join(":");
  const fraction = part("f", "").padEnd(6, "0");
  return new PyDate("datetime", `${year}-${month}-${day} ${clock}${Number(fraction) ? `.${fraction}` : ""}`);
}
