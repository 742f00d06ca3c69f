import { LazyDict } from "../../python/lazyDict";
import { dictMethods } from "../../python/methodsDict";
import { listMethods } from "../../python/methodsList";
import { textMethods } from "../../python/methodsText";
import { PyDict, type Value } from "../../python/values";
import { span } from "../../text/span";
import type { FeatureContext } from "../feature";
import type { CompletionItem, CompletionList } from "./completionItem";
import type { ExpressionPlace } from "./completionPlace";
import type { JinjaPosition, JinjaScope } from "./jinjaPosition";
import { type CompletionRequest, listOf, rank } from "./request";

type MemberPosition = Extract<JinjaPosition, { kind: "member" }>;

/** What stands behind `object.` or inside `object['`: the keys that the object has on the host that stands for all, and its methods. */
export function memberItems(
  request: CompletionRequest,
  place: ExpressionPlace,
  { object, inText, word, scope }: MemberPosition,
): CompletionList {
  if (object === "loop" && scope.inLoop) {
    return listOf(
      request,
      word,
      LOOP,
      (name) => name,
      (name) => plain(name, "property", LOOP.indexOf(name), word),
    );
  }
  const { host } = request;
  if (host === undefined) return NONE;
  const expression = unescaped(withBound(object, scope), place);
  const keys = keysOf(request, host, expression);
  const methods = inText ? [] : methodsOf(request, host, expression, keys);
  const all = [
    ...(keys ?? []).map((name) => ({ name, method: false })),
    ...methods.filter((name) => !name.startsWith("_")).map((name) => ({ name, method: true })),
  ];
  return listOf(
    request,
    word,
    all.map((one, i) => ({ ...one, i })),
    ({ name }) => name,
    ({ name, method, i }): CompletionItem => {
      if (method) return { ...plain(name, "function", 5000 + i, word), edit: { span: word, text: `${name}()` } };
      const kind = object === "hostvars" ? "host" : object === "groups" ? "group" : "property";
      const data: Pick<CompletionItem, "data"> =
        kind === "property"
          ? { data: { about: "expression", expression: `${bracketed(expression)}['${name.replace(/['\\]/g, "\\$&")}']`, host } }
          : { data: { about: kind, name } };
      return { ...(inText ? inBrackets(request, name, word, kind, i) : behindDot(name, word, kind, i, place)), ...data };
    },
  );
}

const NONE: CompletionList = { items: [], isIncomplete: false };
const LOOP = ["index", "index0", "first", "last", "length", "revindex", "revindex0", "previtem", "nextitem", "depth", "cycle", "changed"];

/** The name that the template binds, replaced by one of the values that it takes. */
function withBound(object: string, scope: JinjaScope): string {
  const root = /^[A-Za-z_]\w*/.exec(object)?.[0];
  const bound = root === undefined ? undefined : scope.bound.get(root);
  return root !== undefined && bound !== undefined ? `(${bound})${object.slice(root.length)}` : object;
}

/** As the template reads it: YAML writes quotes with a backslash inside double ones, and doubles them inside single ones. */
function unescaped(expression: string, { quote }: ExpressionPlace): string {
  if (quote === '"') return expression.replaceAll('\\"', '"');
  return quote === "'" ? expression.replaceAll("''", "'") : expression;
}

function bracketed(expression: string): string {
  return /^[\w.]+$|^\w[\w.]*\[[^\]]*\]$/.test(expression) ? expression : `(${expression})`;
}

const MOST_KEYS = 5000;

/** Undefined for what is no dictionary. Asked for by themselves: a whole `hostvars` is large. */
function keysOf({ context }: CompletionRequest, host: string, expression: string): readonly string[] | undefined {
  const written = writtenDict(context, host, expression);
  if (written !== undefined) return textKeys([...written.keys()]);
  const resolved = context.model.evaluate(host, `{{ ${bracketed(expression)}.keys() | list }}`);
  if (resolved.state !== "known" || !Array.isArray(resolved.value)) return undefined;
  return textKeys(resolved.value);
}

function textKeys(keys: readonly Value[]): readonly string[] {
  return keys.slice(0, MOST_KEYS).filter((key): key is string => typeof key === "string" && !/[\n"'\\]/.test(key));
}

/** `downloads.etcd`: a dictionary that stands in a file as such. Its keys are never templates, so that nothing needs to be worked out. */
function writtenDict({ model }: FeatureContext, host: string, expression: string): PyDict | undefined {
  const [name = "", ...steps] = /^\w+(?:\.\w+|\['[^'\\]*'\])*$/.test(expression)
    ? expression.split(/[.[\]']+/).filter((step) => step !== "")
    : [];
  let value: Value | undefined = model.definitions(host, name)[0]?.raw();
  for (const step of steps) value = value instanceof PyDict ? value.get(step) : undefined;
  return value instanceof PyDict && !(value instanceof LazyDict) ? value : undefined;
}

function methodsOf(
  { context }: CompletionRequest,
  host: string,
  expression: string,
  keys: readonly string[] | undefined,
): readonly string[] {
  if (keys !== undefined) return [...dictMethods.keys()];
  const type = context.model.evaluate(host, `{{ ${bracketed(expression)} | type_debug }}`);
  if (type.state !== "known") return [];
  if (type.value === "list") return [...listMethods.keys()];
  return /str|Text|Unicode/.test(String(type.value)) ? [...textMethods.keys()] : [];
}

function plain(name: string, kind: CompletionItem["kind"], i: number, word: CompletionItem["edit"]["span"]): CompletionItem {
  return { label: name, kind, sortText: rank(i), edit: { span: word, text: name }, isSnippet: false };
}

/** A key that is no name has to stand in brackets. */
function behindDot(
  name: string,
  word: CompletionItem["edit"]["span"],
  kind: CompletionItem["kind"],
  i: number,
  place: ExpressionPlace,
): CompletionItem {
  if (/^[A-Za-z_]\w*$/.test(name)) return plain(name, kind, i, word);
  const quote = place.quote === "'" ? '"' : "'";
  const edit = { span: span(word.start - 1, word.end), text: `[${quote}${name}${quote}]` };
  return { label: name, kind, sortText: rank(i), filterText: `.${name}`, edit, isSnippet: false };
}

/** With the quote and the bracket that are not there yet. */
function inBrackets(
  { document }: CompletionRequest,
  name: string,
  word: CompletionItem["edit"]["span"],
  kind: CompletionItem["kind"],
  i: number,
): CompletionItem {
  const { text } = document;
  const quote = /(\\?["'])$/.exec(text.slice(Math.max(0, word.start - 2), word.start))?.[1] ?? "'";
  const opener = text[word.start - quote.length - 1] === "(" ? ")" : "]";
  const behind = text.slice(word.end, word.end + quote.length + 1);
  const close = behind.startsWith(quote) ? "" : behind.startsWith(opener) ? quote : quote + opener;
  return { label: name, kind, sortText: rank(i), edit: { span: word, text: name + close }, isSnippet: false };
}
