import { PyDict } from "../python/values";
import { attempt, type TaskScope } from "./taskScope";

/**
 * What the plan of a host will ask for, item by item. The values are remembered with the host's variables, so that the plan finds them; what
 * fails will fail there again. Nothing is said here: it is for a first plan, which takes too long to be worked out in one piece.
 */
export function* planSteps(scope: TaskScope): Generator<void> {
  const engine = scope.engine();
  const table = engine.variables.raw?.("downloads");
  yield;
  if (!(table instanceof PyDict)) return;
  for (const item of table.values()) {
    if (!(item instanceof PyDict)) continue;
    for (const field of item.values()) attempt(() => engine.template(field));
    yield;
  }
}
