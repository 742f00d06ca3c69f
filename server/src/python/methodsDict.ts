import { take } from "./callArguments";
import { iterate } from "./convert";
import { fail } from "./failure";
import type { MemberHost, Method } from "./members";
import { changing } from "./methodsList";
import { repr } from "./text";
import { type CallArgs, PyDict, PyTuple, PyView, UnhashableError, type Value } from "./values";

/** The methods of dict. Those that change it are refused where it may be shared with a variable's remembered value. */
export const dictMethods: ReadonlyMap<string, Method<PyDict>> = new Map<string, Method<PyDict>>([
  ["keys", view("keys")],
  ["values", view("values")],
  ["items", view("items")],
  [
    "get",
    (dict, args) => {
      const [key, fallback] = take("get", args, 1, 2);
      const held = hashing(() => dict.get(key as Value));
      return held !== undefined ? held : (fallback ?? null);
    },
  ],
  [
    "copy",
    (dict, args, host) => {
      take("dict.copy", args, 0, 0);
      host.budget.allocate(dict.size);
      return dict.copy();
    },
  ],
  ["update", changing("update", update)],
  [
    "setdefault",
    changing("setdefault", (dict, args) => {
      const [key, fallback] = take("setdefault", args, 1, 2);
      const held = hashing(() => dict.get(key as Value));
      if (held !== undefined) return held;
      dict.set(key as Value, fallback ?? null);
      return fallback ?? null;
    }),
  ],
  [
    "pop",
    changing("pop", (dict, args) => {
      const [key, fallback] = take("pop", args, 1, 2);
      const held = hashing(() => dict.get(key as Value));
      if (held === undefined) return fallback !== undefined ? fallback : fail(repr(key as Value));
      dict.delete(key as Value);
      return held;
    }),
  ],
  [
    "popitem",
    changing("popitem", (dict, args) => {
      take("dict.popitem", args, 0, 0);
      const last = [...dict.entries()].at(-1);
      if (last === undefined) return fail("'popitem(): dictionary is empty'");
      dict.delete(last[0]);
      return new PyTuple(last);
    }),
  ],
  [
    "clear",
    changing("clear", (dict, args) => {
      take("dict.clear", args, 0, 0);
      dict.clear();
      return null;
    }),
  ],
]);

function view(kind: "keys" | "values" | "items"): Method<PyDict> {
  return (dict, args) => {
    take(`dict.${kind}`, args, 0, 0);
    return new PyView(kind, dict);
  };
}

function update(dict: PyDict, args: CallArgs, host: MemberHost): Value {
  if (args.positional.length > 1) return fail(`update expected at most 1 argument, got ${args.positional.length}`);
  const [source] = args.positional;
  if (source instanceof PyDict) for (const [key, value] of [...source.entries()]) put(dict, key, value, host);
  else if (source !== undefined) {
    let place = 0;
    for (const pair of iterate(source)) {
      const [key, value, ...more] = iterate(pair);
      if (key === undefined || value === undefined || more.length > 0) {
        return fail(`dictionary update sequence element #${place} has length ${[...iterate(pair)].length}; 2 is required`);
      }
      put(dict, key, value, host);
      place++;
    }
  }
  for (const [key, value] of args.keyword) put(dict, key, value, host);
  return null;
}

function put(dict: PyDict, key: Value, value: Value, host: MemberHost): void {
  host.budget.allocate(1);
  hashing(() => dict.set(key, value));
}

function hashing<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof UnhashableError) return fail(`unhashable type: '${error.typeName}'`);
    throw error;
  }
}
