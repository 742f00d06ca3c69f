import { equal } from "../../../python/compare";
import { truthy } from "../../../python/convert";
import { fail } from "../../../python/failure";
import { PyDict, type Value } from "../../../python/values";
import type { EvaluationContext, Test } from "../../context";
import { test } from "../signature";

/** Tests on a registered task result. Source: ansible test/core.py. */

const failed = test("failed", [], (_context, result) => truthy(entry("failed", result)));
const succeeded = test("success", [], (_context, result) => !truthy(entry("failed", result)));
const skipped = test("skipped", [], (_context, result) => truthy(entry("skipped", result)));
const changed = test("changed", [], (_context, result) => hasChanged(result));

export const resultTests: Readonly<Record<string, Test>> = {
  failed,
  failure: failed,
  succeeded,
  success: succeeded,
  successful: succeeded,
  skipped,
  skip: skipped,
  changed,
  change: changed,
  unreachable: test("unreachable", [], (_context, result) => truthy(entry("unreachable", result))),
  reachable: test("reachable", [], (_context, result) => !truthy(entry("unreachable", result))),
  started: test("started", [], (context, result) => asyncState(context, "started", result)),
  finished: test("finished", [], (context, result) => asyncState(context, "finished", result)),
  timedout: test("timedout", [], (_context, result) => {
    const out = dict("timedout", result).get("timedout") ?? false;
    return truthy(out) && (out instanceof PyDict ? truthy(out.get("period") ?? false) : fail("'timedout' has no period"));
  }),
};

function dict(name: string, result: Value): PyDict {
  if (result instanceof PyDict) return result;
  return fail(`The '${name}' test expects a dictionary`);
}

function entry(name: string, result: Value): Value {
  return dict(name, result).get(name) ?? false;
}

function hasChanged(result: Value): boolean {
  const answer = dict("changed", result);
  const own = answer.get("changed");
  if (own !== undefined) return truthy(own);
  const results = answer.get("results");
  if (!Array.isArray(results)) return false;
  if (results.length === 0) return fail("list index out of range");
  return results[0] instanceof PyDict && results.some((one) => one instanceof PyDict && truthy(one.get("changed") ?? false));
}

/** For a task that was not async both are true. Classic compares with 1, native takes the truth of it. */
function asyncState(context: EvaluationContext, name: string, result: Value): boolean {
  const state = dict(name, result).get(name);
  if (state === undefined) return true;
  return context.generation === "native" ? truthy(state) : equal(state, 1n);
}
