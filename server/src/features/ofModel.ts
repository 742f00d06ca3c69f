import type { Model } from "../kubespray/model";
import type { FeatureContext } from "./feature";

/**
 * What is derived from a whole model is kept as long as the model is: a new snapshot starts with nothing. Held by the session's memo, so
 * that no module has a state.
 */
export function ofModel<T>(context: FeatureContext, key: string, compute: () => T): T {
  const models = context.memo.of("of-model", "", "", () => new WeakMap<Model, Map<string, unknown>>());
  let kept = models.get(context.model);
  if (kept === undefined) {
    kept = new Map();
    models.set(context.model, kept);
  }
  if (!kept.has(key)) kept.set(key, compute());
  return kept.get(key) as T;
}
