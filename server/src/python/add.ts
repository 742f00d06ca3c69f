import type { Budget } from "./budget";
import { useUndefined } from "./convert";
import { fail } from "./failure";
import { PyTuple, TaggedText, typeName, Undefined, type Value } from "./values";

/** a + b, as sum() and the sequence filters add. */
export function add(a: Value, b: Value, budget: Budget): Value {
  if (a instanceof Undefined) useUndefined(a);
  if (b instanceof Undefined) useUndefined(b);
  if (a instanceof TaggedText) return add(a.text, b, budget);
  if (b instanceof TaggedText) return add(a, b.text, budget);
  const [x, y] = [numeric(a), numeric(b)];
  if (typeof x === "bigint" && typeof y === "bigint") return x + y;
  if (x !== undefined && y !== undefined) return Number(x) + Number(y);
  if (typeof a === "string" && typeof b === "string") {
    budget.allocate(a.length + b.length);
    return a + b;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    budget.allocate(a.length + b.length);
    return [...a, ...b];
  }
  if (a instanceof PyTuple && b instanceof PyTuple) {
    budget.allocate(a.items.length + b.items.length);
    return new PyTuple([...a.items, ...b.items]);
  }
  if (typeof a === "string") return fail(`can only concatenate str (not "${typeName(b)}") to str`);
  if (Array.isArray(a)) return fail(`can only concatenate list (not "${typeName(b)}") to list`);
  if (a instanceof PyTuple) return fail(`can only concatenate tuple (not "${typeName(b)}") to tuple`);
  return fail(`unsupported operand type(s) for +: '${typeName(a)}' and '${typeName(b)}'`);
}

function numeric(value: Value): bigint | number | undefined {
  if (typeof value === "boolean") return value ? 1n : 0n;
  return typeof value === "bigint" || typeof value === "number" ? value : undefined;
}
