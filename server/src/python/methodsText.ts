import { countArgument, placeArgument, take, textArgument } from "./callArguments";
import { iterate, useUndefined } from "./convert";
import { fail, unknown } from "./failure";
import { formatText } from "./format";
import type { MemberHost, Method } from "./members";
import { trimSpace } from "./numbers";
import { hasSurrogates } from "./subscript";
import { capitalize, isCased, titleCase } from "./textCase";
import { PyBytes, PyTuple, TaggedText, typeName, Undefined, type Value } from "./values";

/** The methods of str. Places and widths count code points, white space and letters are Python's. */
export const textMethods: ReadonlyMap<string, Method<string>> = new Map<string, Method<string>>([
  ["upper", plain("upper", (text) => text.toUpperCase())],
  ["lower", plain("lower", (text) => text.toLowerCase())],
  ["title", plain("title", titleCase)],
  ["capitalize", plain("capitalize", capitalize)],
  ["swapcase", plain("swapcase", (text) => [...text].map(swap).join(""))],
  [
    "casefold",
    plain("casefold", (text) => (isAscii(text) ? text.toLowerCase() : unknown("casefold() beyond ASCII is not evaluated.", "attribute"))),
  ],
  ["strip", strip("strip", true, true)],
  ["lstrip", strip("lstrip", true, false)],
  ["rstrip", strip("rstrip", false, true)],
  ["split", (text, args, host) => split(text, take("split", args, 0, 2, ["sep", "maxsplit"]), host, false)],
  ["rsplit", (text, args, host) => split(text, take("rsplit", args, 0, 2, ["sep", "maxsplit"]), host, true)],
  [
    "splitlines",
    (text, args, host) => {
      const [keep] = take("splitlines", args, 0, 1, ["keepends"]);
      const lines =
        text.match(
          /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])|[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+$/g,
        ) ?? [];
      host.budget.allocate(lines.length + text.length);
      if (keep !== undefined && countArgument(keep, 0) !== 0) return lines;
      return lines.map((line) => line.replace(/(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])$/, ""));
    },
  ],
  [
    "replace",
    (text, args, host) => {
      const [old, by, count] = take("replace", args, 2, 3);
      const from = textArgument(old, "replace() argument 1 must be str, not %");
      const to = textArgument(by, "replace() argument 2 must be str, not %");
      return replaceText(text, from, to, countArgument(count, -1), host.budget);
    },
  ],
  [
    "join",
    (text, args, host) => {
      const [items] = take("str.join", args, 1, 1);
      const parts: string[] = [];
      for (const item of iterate(items as Value)) {
        host.budget.step();
        parts.push(
          item instanceof TaggedText ? item.text : textArgument(item, `sequence item ${parts.length}: expected str instance, % found`),
        );
        host.budget.allocate((parts[parts.length - 1] as string).length + text.length);
      }
      return parts.join(text);
    },
  ],
  ["format", (text, args, host) => formatText(text, args, host.budget)],
  ["startswith", affix("startswith", (text, part) => text.startsWith(part))],
  ["endswith", affix("endswith", (text, part) => text.endsWith(part))],
  ["find", search("find", (text, part) => text.indexOf(part), false)],
  ["rfind", search("rfind", (text, part) => text.lastIndexOf(part), false)],
  ["index", search("index", (text, part) => text.indexOf(part), true)],
  ["rindex", search("rindex", (text, part) => text.lastIndexOf(part), true)],
  [
    "count",
    (text, args, host) => {
      const [part, start, stop] = take("count", args, 1, 3);
      const sub = textArgument(part, "must be str, not %");
      const [range, offset] = window(text, start, stop);
      host.budget.step(1 + (range.length >> 4));
      if (sub === "") return offset < 0 ? 0n : BigInt(length(range) + 1);
      return BigInt(range.split(sub).length - 1);
    },
  ],
  ["partition", partition("partition", (text, sep) => text.indexOf(sep), false)],
  ["rpartition", partition("rpartition", (text, sep) => text.lastIndexOf(sep), true)],
  [
    "removeprefix",
    (text, args) => {
      const prefix = textArgument(take("str.removeprefix", args, 1, 1)[0], "removeprefix() argument must be str, not %");
      return text.startsWith(prefix) ? text.slice(prefix.length) : text;
    },
  ],
  [
    "removesuffix",
    (text, args) => {
      const suffix = textArgument(take("str.removesuffix", args, 1, 1)[0], "removesuffix() argument must be str, not %");
      return suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
    },
  ],
  [
    "zfill",
    (text, args, host) => {
      const missing = countArgument(take("str.zfill", args, 1, 1)[0], 0) - length(text);
      if (missing <= 0) return text;
      host.budget.allocate(missing + text.length);
      const sign = /^[+-]/.test(text) ? text.slice(0, 1) : "";
      return sign + "0".repeat(missing) + text.slice(sign.length);
    },
  ],
  ["ljust", justify("ljust", (missing) => [0, missing])],
  ["rjust", justify("rjust", (missing) => [missing, 0])],
  [
    "center",
    justify("center", (missing, width) => {
      const left = Math.floor(missing / 2) + (missing & width & 1);
      return [left, missing - left];
    }),
  ],
  [
    "expandtabs",
    (text, args, host) => {
      const size = countArgument(take("expandtabs", args, 0, 1, ["tabsize"])[0], 8);
      let column = 0;
      let out = "";
      for (const c of text) {
        const width = c !== "\t" ? 1 : size > 0 ? size - (column % size) : 0;
        host.budget.allocate(width);
        out += c === "\t" ? " ".repeat(width) : c;
        column = c === "\n" || c === "\r" ? 0 : column + width;
      }
      return out;
    },
  ],
  [
    "encode",
    (text, args, host) => {
      const [encoding = "utf-8"] = take("encode", args, 0, 2, ["encoding", "errors"]);
      if (typeof encoding !== "string" || !/^(?:utf-?8|ascii)$/i.test(encoding))
        return unknown("This encoding is not evaluated.", "attribute");
      if (/[\ud800-\udfff]/u.test(text)) return fail("'utf-8' codec can't encode character: surrogates not allowed");
      if (/ascii/i.test(encoding) && !isAscii(text)) return unknown("This encoding is not evaluated.", "attribute");
      host.budget.allocate(text.length);
      return new PyBytes(new TextEncoder().encode(text));
    },
  ],
  ["isascii", plain("isascii", isAscii)],
  ["isspace", plain("isspace", (text) => text !== "" && trimSpace(text) === "")],
  ["isalpha", plain("isalpha", (text) => /^\p{L}+$/u.test(text))],
  ["isdecimal", plain("isdecimal", (text) => /^\p{Nd}+$/u.test(text))],
  ["isdigit", plain("isdigit", (text) => digits(text, "isdigit"))],
  ["isnumeric", plain("isnumeric", (text) => digits(text, "isnumeric"))],
  [
    "isalnum",
    plain("isalnum", (text) =>
      /^[\p{L}\p{Nd}]+$/u.test(text)
        ? true
        : /[^\p{L}\p{Nd}\p{ASCII}]/u.test(text)
          ? unknown("isalnum() is not evaluated for this text.", "attribute")
          : false,
    ),
  ],
  ["islower", plain("islower", (text) => [...text].some(isCased) && text === text.toLowerCase())],
  ["isupper", plain("isupper", (text) => [...text].some(isCased) && text === text.toUpperCase())],
  ["istitle", plain("istitle", (text) => [...text].some(isCased) && text === titleCase(text))],
  ["isidentifier", plain("isidentifier", (text) => /^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(text))],
  ["isprintable", plain("isprintable", (text) => !/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(text))],
]);

function plain(name: string, body: (text: string) => Value): Method<string> {
  return (text, args, host) => {
    take(`str.${name}`, args, 0, 0);
    host.budget.allocate(text.length);
    return body(text);
  };
}

function isAscii(text: string): boolean {
  return !/[^\x00-\x7f]/.test(text);
}

/** len(text) */
function length(text: string): number {
  return hasSurrogates(text) ? [...text].length : text.length;
}

function swap(c: string): string {
  return c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase();
}

function digits(text: string, name: string): Value {
  if (/^\p{Nd}+$/u.test(text)) return true;
  return /[^\p{L}\p{Nd}\p{ASCII}]|\p{Lo}/u.test(text) ? unknown(`${name}() is not evaluated for this text.`, "attribute") : false;
}

function strip(name: string, left: boolean, right: boolean): Method<string> {
  return (text, args, host) => {
    const [chars] = take(name, args, 0, 1);
    host.budget.allocate(text.length);
    if (chars === undefined || chars === null) {
      const inner = trimSpace(text);
      if (left && right) return inner;
      if (inner === "") return "";
      const start = text.indexOf(inner);
      return left ? text.slice(start) : text.slice(0, start + inner.length);
    }
    const set = new Set(textArgument(chars, `${name} arg must be None or str`));
    const points = [...text];
    let from = 0;
    let to = points.length;
    while (left && from < to && set.has(points[from] as string)) from++;
    while (right && to > from && set.has(points[to - 1] as string)) to--;
    return points.slice(from, to).join("");
  };
}

const WORD = /[^\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

function split(text: string, args: (Value | undefined)[], host: MemberHost, fromRight: boolean): Value {
  const [separator, maximum] = args;
  const most = countArgument(maximum, -1);
  let parts: string[];
  if (separator === undefined || separator === null) {
    const words = [...text.matchAll(WORD)];
    const cut = fromRight ? words.length - most : most;
    if (most < 0 || words.length <= most) parts = words.map((word) => word[0]);
    else {
      // What is left over keeps its white space, at its far end too.
      const others = (fromRight ? words.slice(cut) : words.slice(0, cut)).map((word) => word[0]);
      const edge = words[fromRight ? cut - 1 : cut] as RegExpExecArray;
      parts = fromRight ? [text.slice(0, edge.index + edge[0].length), ...others] : [...others, text.slice(edge.index)];
    }
  } else {
    const sep = textArgument(separator, "must be str or None, not %");
    if (sep === "") return fail("empty separator");
    parts = text.split(sep);
    if (most >= 0 && parts.length > most + 1) {
      const cut = fromRight ? parts.length - most : most;
      parts = fromRight ? [parts.slice(0, cut).join(sep), ...parts.slice(cut)] : [...parts.slice(0, cut), parts.slice(cut).join(sep)];
    }
  }
  host.budget.allocate(parts.length + text.length);
  return parts;
}

function partition(name: string, find: (text: string, separator: string) => number, atEnd: boolean): Method<string> {
  return (text, args) => {
    const separator = textArgument(take(`str.${name}`, args, 1, 1)[0], "must be str, not %");
    if (separator === "") return fail("empty separator");
    const at = find(text, separator);
    if (at < 0) return new PyTuple(atEnd ? ["", "", text] : [text, "", ""]);
    return new PyTuple([text.slice(0, at), separator, text.slice(at + separator.length)]);
  };
}

function affix(name: string, test: (text: string, part: string) => boolean): Method<string> {
  return (text, args) => {
    const [part, start, stop] = take(name, args, 1, 3);
    const [range, offset] = window(text, start, stop);
    const parts = part instanceof PyTuple ? part.items : [part as Value];
    return parts.some((one) => {
      if (one instanceof Undefined) useUndefined(one);
      if (typeof one !== "string") {
        const what =
          part instanceof PyTuple ? `tuple for ${name} must only contain str, not` : `${name} first arg must be str or a tuple of str, not`;
        return fail(`${what} ${typeName(one)}`);
      }
      return offset >= 0 && test(range, one);
    });
  };
}

function search(name: string, find: (text: string, part: string) => number, mustFind: boolean): Method<string> {
  return (text, args, host) => {
    const [part, start, stop] = take(name, args, 1, 3);
    const sub = textArgument(part, "must be str, not %");
    host.budget.step(1 + (text.length >> 10));
    const [range, offset] = window(text, start, stop);
    const at = offset < 0 ? -1 : find(range, sub);
    if (at < 0) return mustFind ? fail("substring not found") : -1n;
    return BigInt(offset + length(range.slice(0, at)));
  };
}

/** text[start:stop] and where it starts, in code points; -1 where the start lies behind the end. */
function window(text: string, start: Value | undefined, stop: Value | undefined): [string, number] {
  if (start === undefined && stop === undefined) return [text, 0];
  const points = hasSurrogates(text) ? [...text] : text;
  const from = placeArgument(start, 0, points.length);
  const to = Math.min(placeArgument(stop, points.length, points.length), points.length);
  if (from > points.length) return ["", -1];
  if (from > to) return ["", -1];
  const part = points.slice(from, to);
  return [typeof part === "string" ? part : part.join(""), from];
}

function justify(name: string, sides: (missing: number, width: number) => [number, number]): Method<string> {
  return (text, args, host) => {
    const [widthValue, fillValue] = take(name, args, 1, 2);
    const width = countArgument(widthValue, 0);
    const fill = fillValue === undefined ? " " : textArgument(fillValue, "The fill character must be a unicode character, not %");
    if (length(fill) !== 1) return fail("The fill character must be exactly one character long");
    const missing = width - length(text);
    if (missing <= 0) return text;
    host.budget.allocate(missing + text.length);
    const [left, right] = sides(missing, width);
    return fill.repeat(left) + text + fill.repeat(right);
  };
}

/** str.replace: an empty text is found between all characters. */
export function replaceText(
  text: string,
  from: string,
  to: string,
  count: number,
  budget: { allocate(n: number): void; step(n?: number): void },
): string {
  if (count === 0) return text;
  budget.step(1 + (text.length >> 4));
  const points = from === "" ? [...text] : undefined;
  const found = points === undefined ? text.split(from).length - 1 : points.length + 1;
  const times = count < 0 ? found : Math.min(count, found);
  if (times === 0) return text;
  budget.allocate(text.length + times * to.length);
  if (points === undefined) {
    const parts = text.split(from);
    return parts.slice(0, times).join(to) + to + parts.slice(times).join(from);
  }
  const head = points.slice(0, times - 1).map((c) => to + c);
  return head.join("") + to + points.slice(times - 1).join("");
}
