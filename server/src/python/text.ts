import { useUndefined } from "./convert";
import { fail } from "./failure";
import {
  PyBytes,
  PyCallable,
  PyDate,
  PyDict,
  PyIterator,
  PyObject,
  PyRange,
  PySet,
  PyTuple,
  PyView,
  TaggedText,
  Undefined,
  type Value,
} from "./values";

/** str(value), as `{{ value }}` writes it among other text. An Undefined throws. */
export function str(value: Value): string {
  if (typeof value === "string") return value;
  if (value instanceof TaggedText) return value.text;
  if (value instanceof PyDate) return value.iso;
  if (value instanceof PyObject && value.text) return value.text();
  if (value instanceof Undefined) return value.lenient ? "" : useUndefined(value);
  return repr(value);
}

/** repr(value). */
export function repr(value: Value): string {
  switch (typeof value) {
    case "string":
      return reprText(value);
    case "boolean":
      return value ? "True" : "False";
    case "number":
      return reprFloat(value);
    case "bigint":
      return reprInt(value);
  }
  if (value === null) return "None";
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  if (value instanceof PyTuple) {
    return value.items.length === 1 ? `(${repr(value.items[0] as Value)},)` : `(${value.items.map(repr).join(", ")})`;
  }
  if (value instanceof PyDict) return `{${reprEntries(value)}}`;
  if (value instanceof PySet) return value.size === 0 ? "set()" : `{${[...value.values()].map(repr).join(", ")}}`;
  if (value instanceof PyDate) return reprDate(value);
  if (value instanceof PyBytes) return `b${reprText(String.fromCharCode(...value.bytes))}`;
  if (value instanceof PyRange) {
    return value.step === 1n ? `range(${value.start}, ${value.stop})` : `range(${value.start}, ${value.stop}, ${value.step})`;
  }
  if (value instanceof PyView) return reprView(value);
  if (value instanceof TaggedText) return reprText(value.text);
  if (value instanceof Undefined) return value.lenient ? "Undefined" : useUndefined(value);
  if (value instanceof PyIterator) return `<${value.name} object>`;
  if (value instanceof PyCallable) return `<function ${value.name}>`;
  return value.text ? value.text() : `<${value.typeName} object>`;
}

/** Python writes no integer of more than 4300 digits (sys.set_int_max_str_digits). */
function reprInt(value: bigint): string {
  if (value < 1_000_000_000_000_000_000n && value > -1_000_000_000_000_000_000n) return value.toString();
  const text = BigInt.asIntN(14_286, value) === value ? value.toString() : undefined; // 4300 digits are fewer than 14,286 bits
  if (text === undefined || text.length > (value < 0n ? 4301 : 4300)) fail("Exceeds the limit (4300 digits) for integer string conversion");
  return text;
}

function reprEntries(dict: PyDict): string {
  return [...dict.entries()].map(([key, item]) => `${repr(key)}: ${repr(item)}`).join(", ");
}

function reprView(view: PyView): string {
  if (view.kind === "keys") return `dict_keys([${[...view.dict.keys()].map(repr).join(", ")}])`;
  if (view.kind === "values") return `dict_values([${[...view.dict.values()].map(repr).join(", ")}])`;
  return `dict_items([${[...view.dict.entries()].map((entry) => repr(new PyTuple(entry))).join(", ")}])`;
}

function reprDate(date: PyDate): string {
  const parts = date.iso.match(/\d+/g) ?? [];
  if (date.kind === "date") return `datetime.date(${parts.map(Number).join(", ")})`;
  return `datetime.datetime(${parts.slice(0, 7).map(Number).join(", ")})`;
}

/** repr of a float: the shortest digits that read back the same, with an exponent below 1e-4 and from 1e16 on. */
export function reprFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits, exponent] = value.toExponential().split("e") as [string, string];
    const sign = exponent.startsWith("-") ? "-" : "+";
    return `${digits}e${sign}${exponent.replace(/^[+-]/, "").padStart(2, "0")}`;
  }
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** repr of text: single quotes unless it holds one and no double quote; what is not printable is escaped. */
export function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const c of text) {
    const code = c.codePointAt(0) as number;
    if (c === quote || c === "\\") out += `\\${c}`;
    else if (c === "\n") out += "\\n";
    else if (c === "\r") out += "\\r";
    else if (c === "\t") out += "\\t";
    else if (code < 32 || code === 127) out += `\\x${hex(code, 2)}`;
    else if (code < 127 || isPrintable(c)) out += c;
    else out += code < 256 ? `\\x${hex(code, 2)}` : code < 65536 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
  }
  return out + quote;
}

function isPrintable(c: string): boolean {
  return !/[\p{C}\p{Z}]/u.test(c);
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, "0");
}
