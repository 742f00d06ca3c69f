import type { HostPlan, Model } from "../kubespray/model";

/** The plans of these hosts in small steps: no first plan, and no crowd of hosts, then keeps others waiting. */
export function* plansOf(model: Model, hosts: readonly string[] = model.hosts): Generator<void, readonly HostPlan[]> {
  const plans: HostPlan[] = [];
  for (const host of hosts) {
    plans.push(yield* model.planning(host));
    yield;
  }
  return plans;
}
