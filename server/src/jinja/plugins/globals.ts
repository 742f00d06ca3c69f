import { truthy, useUndefined } from "../../python/convert";
import { fail, unknown } from "../../python/failure";
import { repr, str } from "../../python/text";
import {
  type CallArgs,
  PyCallable,
  PyDate,
  PyDict,
  PyObject,
  PyRange,
  PyTuple,
  typeName,
  Undefined,
  type Value,
} from "../../python/values";
import type { EvaluationContext } from "../context";
import { asIndex, elements, hashOf } from "./elements";
import { callLookup } from "./lookups/callLookup";
import { bind } from "./signature";
import { formatTime, isoDate } from "./time";

/** The functions that every template finds: Jinja2's (jinja2/defaults.py, utils.py) and Ansible's (lookup, query, q, now, undef). */

type Global = (context: EvaluationContext) => Value;

export const globalFunctions: Readonly<Record<string, Global>> = {
  range: callable("range", makeRange),
  dict: callable("dict", makeDict),
  namespace: callable("namespace", (context, args) => makeNamespace(makeDict(context, args))),
  cycler: callable("cycler", (_context, args) => makeCycler(args)),
  joiner: callable("joiner", (_context, args) => {
    const [separator = ", "] = bind("joiner", [["sep", ", "]], args);
    let used = false;
    return new PyCallable("joiner", () => {
      if (used) return separator;
      used = true;
      return "";
    });
  }),
  lipsum: callable("lipsum", () => unknown("The text of lipsum() is random by nature.", "random")),
  lookup: callable("lookup", (context, args) => callLookup(context, args, false)),
  query: callable("query", (context, args) => callLookup(context, args, true)),
  q: callable("q", (context, args) => callLookup(context, args, true)),
  now: callable("now", now),
  undef: callable("undef", (_context, args) => {
    const [hint = null] = bind("undef", [["hint", null]], args);
    const usual = "Mandatory variable has not been overridden";
    return new Undefined(hint === null || hint === "" || hint instanceof Undefined ? usual : str(hint));
  }),
};

function callable(name: string, call: (context: EvaluationContext, args: CallArgs) => Value): Global {
  return (context) => new PyCallable(name, (args) => call(context, args));
}

function makeRange(_context: EvaluationContext, args: CallArgs): Value {
  if (args.keyword.size > 0) return fail("range() takes no keyword arguments");
  const given = args.positional.map((value) => asIndex(value));
  if (given.length === 0) return fail("range expected at least 1 argument, got 0");
  if (given.length > 3) return fail(`range expected at most 3 arguments, got ${given.length}`);
  const [first, second, step = 1n] = given as [bigint, bigint?, bigint?];
  if (step === 0n) return fail("range() arg 3 must not be zero");
  // Not the sandbox's bounded one: ansible-core 2.19 puts Python's own back (_jinja_bits.py).
  return second === undefined ? new PyRange(0n, first, 1n) : new PyRange(first, second, step);
}

function makeDict(context: EvaluationContext, args: CallArgs): PyDict {
  if (args.positional.length > 1) return fail(`dict expected at most 1 argument, got ${args.positional.length}`);
  const [source] = args.positional;
  const out = source === undefined ? new PyDict() : source instanceof PyDict ? source.copy() : fromPairs(context, source);
  for (const [name, value] of args.keyword) out.set(name, value);
  context.budget.allocate(out.size);
  return out;
}

function fromPairs(context: EvaluationContext, source: Value): PyDict {
  const out = new PyDict();
  for (const [i, pair] of elements(context, source).entries()) {
    const isText = typeof pair === "string";
    if (!isText && !Array.isArray(pair) && !(pair instanceof PyTuple)) {
      return fail(`cannot convert dictionary update sequence element #${i} to a sequence`);
    }
    const parts = isText ? [...pair] : elements(context, pair);
    if (parts.length !== 2) return fail(`dictionary update sequence element #${i} has length ${parts.length}; 2 is required`);
    hashOf(parts[0] as Value);
    out.set(parts[0] as Value, parts[1] as Value);
  }
  return out;
}

function makeNamespace(values: PyDict): Value {
  return new PyObject(
    "Namespace",
    (name) => values.get(name),
    () => `<Namespace ${repr(values)}>`,
    (name, value) => values.set(name, value),
  );
}

function makeCycler(args: CallArgs): Value {
  const items = args.positional;
  if (items.length === 0) return fail("at least one item has to be provided");
  let at = 0;
  return new PyObject("Cycler", (name) => {
    if (name === "current") return items[at] as Value;
    if (name === "reset") {
      return new PyCallable("reset", () => {
        at = 0;
        return null;
      });
    }
    if (name !== "next") return undefined;
    return new PyCallable("next", () => {
      const item = items[at] as Value;
      at = (at + 1) % items.length;
      return item;
    });
  });
}

function now(context: EvaluationContext, args: CallArgs): Value {
  const [utc = false, format = null] = bind(
    "now",
    [
      ["utc", false],
      ["fmt", null],
    ],
    args,
  );
  const time = context.outside.now?.() ?? unknown("The time of the run is not known.", "time");
  if (format instanceof Undefined) useUndefined(format);
  if (format === null || !truthy(format)) return new PyDate("datetime", isoDate(time, truthy(utc)));
  if (typeof format !== "string") return fail(`strftime() argument 1 must be str, not ${typeName(format)}`);
  return formatTime(time, truthy(utc), format, context.budget);
}
