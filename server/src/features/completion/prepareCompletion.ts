import type { FeatureContext } from "../feature";
import { assertedChoices, taskFiles } from "./choices";
import { prepareLookups } from "./lookups";
import { ownVariables } from "./ownVariables";
import { defaultsOf, treeIndex } from "./treeIndex";
import { valueSnippet } from "./valueSnippet";

const AT_ONCE = 50;

/**
 * What the first completion would have to wait for, in small steps: whoever runs them can do something else in between, and stop whenever a
 * file changes. Without it completion gives the same answers. undefined once all of it was done for the tree: little has to be done again
 * when a file of it changes.
 */
export function prepareCompletion(context: FeatureContext): Generator<void> | undefined {
  const prepared = context.memo.of("completion-prepared", context.model.kubespray?.root ?? "", "", () => ({ once: false }));
  return prepared.once ? undefined : preparing(context, prepared);
}

function* preparing(context: FeatureContext, prepared: { once: boolean }): Generator<void> {
  for (const role of context.model.catalog.roles) {
    defaultsOf(context, role);
    yield;
  }
  const tree = treeIndex(context);
  yield;
  ownVariables(context);
  yield;
  let count = 0;
  for (const name of [...tree.variables.keys(), ...tree.sample.keys()]) {
    valueSnippet(tree, name);
    if (++count % AT_ONCE === 0) yield;
  }
  yield* prepareLookups(tree);
  // Reading them is most of the work.
  for (const path of taskFiles(context)) {
    context.fs.read(path);
    if (++count % AT_ONCE === 0) yield;
  }
  assertedChoices(context, tree);
  prepared.once = true;
}
