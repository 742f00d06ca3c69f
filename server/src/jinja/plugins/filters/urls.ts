import { useUndefined } from "../../../python/convert";
import { fail, unknown } from "../../../python/failure";
import { str } from "../../../python/text";
import { PyDict, PyTuple, TaggedText, typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { elements } from "../elements";
import { filter } from "../signature";
import { splitUrl } from "../urls";

/** `urlsplit`, `urlencode`, `urldecode`. Sources: ansible filter/urlsplit.py, filter/urls.py; jinja2/utils.py (url_quote). */
export const urlFilters: Readonly<Record<string, Filter>> = {
  urlsplit: filter(
    "split_url",
    [
      ["query", ""],
      ["alias", "urlsplit"],
    ],
    (_context, value, query, alias) => {
      if (value instanceof Undefined) useUndefined(value);
      const text = value instanceof TaggedText ? value.text : value;
      if (typeof text !== "string")
        return fail(value === null ? "Cannot mix str and non-str arguments" : `'${typeName(value)}' object has no attribute 'decode'`);
      const url = splitUrl(text);
      const { fragment, hostname, netloc, password, path, query: search, scheme, username } = url;
      const all = { fragment, hostname, netloc, password, path, port: url.port(), query: search, scheme, username };
      const results = new PyDict(Object.entries(all));
      if (query instanceof Undefined) useUndefined(query);
      if (query === "" || query === null || query === false) return results;
      const known = typeof query === "string" ? results.get(query) : undefined;
      return known === undefined ? fail(`${str(alias)}: unknown URL component: ${str(query)}`) : known;
    },
  ),
  urlencode: filter("do_urlencode", [], (context, value) => urlEncode(context, value)),
  urldecode: filter("unquote_plus", [], (context, value) => {
    if (value instanceof Undefined) useUndefined(value);
    if (typeof value !== "string") return fail(`'${typeName(value)}' object has no attribute 'replace'`);
    context.budget.allocate(value.length);
    return value.replaceAll("+", " ").replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
      const bytes = Uint8Array.from(run.match(/[0-9a-fA-F]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16));
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    });
  }),
};

function urlEncode(context: EvaluationContext, value: Value): string {
  const plain =
    typeof value === "string" || value === null || typeof value === "boolean" || typeof value === "bigint" || typeof value === "number";
  if (plain) return urlQuote(context, str(value), false);
  const pairs = value instanceof PyDict ? [...value.entries()] : elements(context, value).map(pairOf);
  return pairs.map(([key, item]) => `${urlQuote(context, str(key), true)}=${urlQuote(context, str(item), true)}`).join("&");
}

function pairOf(item: Value): [Value, Value] {
  const parts = typeof item === "string" ? [...item] : Array.isArray(item) ? item : item instanceof PyTuple ? item.items : undefined;
  if (!parts) return item instanceof Undefined ? useUndefined(item) : unknown("These pairs cannot be taken apart here.", "type");
  if (parts.length !== 2)
    return fail(
      parts.length > 2 ? "too many values to unpack (expected 2)" : `not enough values to unpack (expected 2, got ${parts.length})`,
    );
  return parts as unknown as [Value, Value];
}

function urlQuote(context: EvaluationContext, text: string, inQuery: boolean): string {
  context.budget.allocate(text.length * 3);
  let out = "";
  for (const byte of new TextEncoder().encode(text)) {
    const c = String.fromCharCode(byte);
    if (/[A-Za-z0-9_.~-]/.test(c) || (c === "/" && !inQuery)) out += c;
    else if (c === " " && inQuery) out += "+";
    else out += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return out;
}
