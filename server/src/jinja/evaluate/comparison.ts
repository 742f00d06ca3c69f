import type { Budget } from "../../python/budget";
import { equal, order } from "../../python/compare";
import { fail } from "../../python/failure";
import { contains } from "../../python/subscript";
import { Undefined, type Value } from "../../python/values";
import type { CompareOperator } from "../ast";

/** `left operator right`. Throws Failure as Python complains. */
export function compares(operator: CompareOperator, left: Value, right: Value, native: boolean, budget: Budget): boolean {
  switch (operator) {
    case "==":
      return equal(left, right);
    case "!=":
      return !equal(left, right);
    case "<":
      return order(left, right, "<") < 0;
    case "<=":
      return order(left, right, "<=") <= 0;
    case ">":
      return order(left, right, ">") > 0;
    case ">=":
      return order(left, right, ">=") >= 0;
    case "in":
      return isIn(left, right, native, budget);
    case "not in":
      return !isIn(left, right, native, budget);
  }
}

function isIn(left: Value, right: Value, native: boolean, budget: Budget): boolean {
  if (native && typeof right === "string" && left instanceof Undefined) {
    return fail("'in <string>' requires string as left operand, not UndefinedMarker");
  }
  return contains(right, left, budget);
}
