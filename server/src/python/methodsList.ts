import { countArgument, placeArgument, take } from "./callArguments";
import { equal, order } from "./compare";
import { iterate, truthy } from "./convert";
import { fail, unknown } from "./failure";
import type { MemberHost, Method } from "./members";
import { repr } from "./text";
import type { PyTuple } from "./values";
import { PyCallable, type Value } from "./values";

/** The methods of list and tuple. Those that change the list are refused where it may be shared with a variable's remembered value. */
export const listMethods: ReadonlyMap<string, Method<Value[]>> = new Map<string, Method<Value[]>>([
  [
    "append",
    changing("append", (list, args) => {
      list.push(take("list.append", args, 1, 1)[0] as Value);
      return null;
    }),
  ],
  [
    "extend",
    changing("extend", (list, args, host) => {
      const added = [...iterate(take("list.extend", args, 1, 1)[0] as Value)];
      host.budget.allocate(added.length);
      for (const item of added) list.push(item);
      return null;
    }),
  ],
  [
    "insert",
    changing("insert", (list, args) => {
      const [place, item] = take("insert", args, 2, 2);
      list.splice(Math.min(placeArgument(place, 0, list.length), list.length), 0, item as Value);
      return null;
    }),
  ],
  [
    "pop",
    changing("pop", (list, args) => {
      const place = countArgument(take("pop", args, 0, 1)[0], -1);
      if (list.length === 0) return fail("pop from empty list");
      const at = place < 0 ? place + list.length : place;
      if (at < 0 || at >= list.length) return fail("pop index out of range");
      return list.splice(at, 1)[0] as Value;
    }),
  ],
  [
    "remove",
    changing("remove", (list, args, host) => {
      const at = find(list, take("list.remove", args, 1, 1)[0] as Value, 0, list.length, host);
      if (at < 0) return fail("list.remove(x): x not in list");
      list.splice(at, 1);
      return null;
    }),
  ],
  [
    "clear",
    changing("clear", (list, args) => {
      take("list.clear", args, 0, 0);
      list.length = 0;
      return null;
    }),
  ],
  [
    "reverse",
    changing("reverse", (list, args) => {
      take("list.reverse", args, 0, 0);
      list.reverse();
      return null;
    }),
  ],
  ["sort", changing("sort", sort)],
  [
    "copy",
    (list, args, host) => {
      take("list.copy", args, 0, 0);
      host.budget.allocate(list.length);
      return [...list];
    },
  ],
  ["index", (list, args, host) => index(list, args, host, (item) => `${repr(item)} is not in list`)],
  ["count", (list, args, host) => count(list, take("list.count", args, 1, 1)[0] as Value, host)],
]);

export const tupleMethods: ReadonlyMap<string, Method<PyTuple>> = new Map<string, Method<PyTuple>>([
  ["index", (tuple, args, host) => index(tuple.items, args, host, () => "tuple.index(x): x not in tuple")],
  ["count", (tuple, args, host) => count(tuple.items, take("tuple.count", args, 1, 1)[0] as Value, host)],
]);

/** A method that is refused for a container that others may hold. */
export function changing<T>(name: string, body: Method<T>): Method<T> {
  return (self, args, host) => {
    if (!host.mayChange) unknown(`'${name}' on a value that may be shared is not evaluated.`, "attribute");
    host.budget.allocate(1);
    return body(self, args, host);
  };
}

function sort(list: Value[], args: Parameters<Method<Value[]>>[1], host: MemberHost): Value {
  if (args.positional.length > 0) return fail(`sort() takes no positional arguments`);
  const { key = null, reverse = false } = Object.fromEntries(args.keyword) as { key?: Value; reverse?: Value };
  if (key !== null && !(key instanceof PyCallable)) return fail("sort() key must be callable");
  host.budget.step(list.length * Math.ceil(Math.log2(list.length + 2)));
  const keyed = list.map((item) => ({ item, key: key === null ? item : key.call({ positional: [item], keyword: new Map() }) }));
  const sign = truthy(reverse) ? -1 : 1;
  keyed.sort((a, b) => sign * order(a.key, b.key));
  keyed.forEach(({ item }, i) => {
    list[i] = item;
  });
  return null;
}

function index(items: readonly Value[], args: Parameters<Method<Value[]>>[1], host: MemberHost, complaint: (item: Value) => string): Value {
  const [item, start, stop] = take("index", args, 1, 3);
  const from = placeArgument(start, 0, items.length);
  const to = Math.min(placeArgument(stop, items.length, items.length), items.length);
  const at = find(items, item as Value, from, to, host);
  return at < 0 ? fail(complaint(item as Value)) : BigInt(at);
}

function find(items: readonly Value[], item: Value, from: number, to: number, host: MemberHost): number {
  for (let i = from; i < to; i++) {
    host.budget.step();
    if (equal(items[i] as Value, item)) return i;
  }
  return -1;
}

function count(items: readonly Value[], item: Value, host: MemberHost): bigint {
  let n = 0n;
  for (const other of items) {
    host.budget.step();
    if (equal(other, item)) n++;
  }
  return n;
}
