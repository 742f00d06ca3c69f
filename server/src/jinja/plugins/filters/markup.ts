import { truthy, useUndefined } from "../../../python/convert";
import { fail, unknown } from "../../../python/failure";
import { reprText, str } from "../../../python/text";
import { PyDict, typeName, Undefined } from "../../../python/values";
import type { Filter } from "../../context";
import { filter } from "../signature";

/** Filters about HTML: `escape`, `safe`, `striptags`, `xmlattr`. Their text is plain here: escaping again what is joined to it is not done. Source: jinja2/filters.py, markupsafe. */
const escapeFilter = filter("escape", [], (context, value) => {
  const text = str(value);
  context.budget.allocate(text.length * 5);
  return escapeText(text);
});

export const markupFilters: Readonly<Record<string, Filter>> = {
  e: escapeFilter,
  escape: escapeFilter,
  forceescape: escapeFilter,
  safe: filter("do_mark_safe", [], (_context, value) => str(value)),
  striptags: filter("do_striptags", [], (_context, value) => {
    const text = str(value)
      .replace(/<!--[\s\S]*?-->/g, "")
      .replace(/<[\s\S]*?>/g, "");
    const plain = text.split(/\s+/).filter(Boolean).join(" ");
    return plain.replace(
      /&(#?\w+);/g,
      (whole, name: string) => ENTITIES.get(name) ?? unknown(`The character ${whole} is not resolved here.`, "filter"),
    );
  }),
  xmlattr: filter("do_xmlattr", [["autospace", true]], (_context, value, autospace) => {
    if (value instanceof Undefined) useUndefined(value);
    if (!(value instanceof PyDict)) return fail(`'${typeName(value)}' object has no attribute 'items'`);
    const items: string[] = [];
    for (const [key, item] of value.entries()) {
      if (item === null || item instanceof Undefined) continue;
      if (typeof key !== "string") return fail("expected string or bytes-like object");
      if (/[\s/>=]/.test(key)) return fail(`Invalid character in attribute name: ${reprText(key)}`);
      items.push(`${escapeText(key)}="${escapeText(str(item))}"`);
    }
    const text = items.join(" ");
    return truthy(autospace) && text !== "" ? ` ${text}` : text;
  }),
  urlize: filter(
    "do_urlize",
    [
      ["trim_url_limit", null],
      ["nofollow", false],
      ["target", null],
      ["rel", null],
      ["extra_schemes", null],
    ],
    (_context, value) => (value instanceof Undefined ? useUndefined(value) : unknown("urlize is not evaluated here.", "filter")),
  ),
};

/** markupsafe.escape */
export function escapeText(text: string): string {
  return text.replace(/[&<>'"]/g, (c) => ESCAPES.get(c) as string);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ["'", "&#39;"],
  ['"', "&#34;"],
]);

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["#34", '"'],
  ["#39", "'"],
  ["apos", "'"],
]);
