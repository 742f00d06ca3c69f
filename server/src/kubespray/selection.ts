import type { Engine } from "../jinja/engine";
import { truthy } from "../python/convert";
import { str } from "../python/text";
import { PyDict, type Value } from "../python/values";
import type { SelectionCondition } from "./downloadRules";
import { type Attempt, attempt, entry, type TaskScope } from "./taskScope";

/**
 * Answers the conditions of the download loop for plain items (booleans where booleans belong, lists of names) without the evaluator, which
 * would make most of the cost of a plan. An answer is given only for conditions whose exact text is known and only for values of which all
 * generations of Ansible think alike; everything else is evaluated as a task would be.
 */
export class QuickConditions {
  #groups: ReadonlySet<string> | "none" | undefined;
  #defaults: PyDict | "none" | undefined;
  #container: boolean | "none" | undefined;
  #delegate: boolean | "none" | undefined;
  readonly #constant = new Map<string, boolean | "none">();

  constructor(
    /** Over the host's variables, without an item. */
    private readonly engine: Engine,
  ) {}

  /** `download_defaults | combine(item.value)`; undefined where it takes the evaluator. */
  download(item: Value): PyDict | undefined {
    this.#defaults ??= this.#dict("download_defaults") ?? "none";
    const value = entry(item, "value");
    if (this.#defaults === "none" || !(value instanceof PyDict)) return undefined;
    return new PyDict([...this.#defaults.entries(), ...value.entries()]);
  }

  /** undefined: to be evaluated. */
  answer({ when }: SelectionCondition, item: Value, download: PyDict): boolean | undefined {
    switch (when.replace(/\s+/g, " ")) {
      case "not skip_downloads":
      case "not skip_downloads | default(false)":
        return this.#once(when);
      case "download.enabled":
        return bool(download.get("enabled"));
      case "item.value.enabled":
        return bool(entry(entry(item, "value"), "enabled"));
      case "(not (item.value.container | default(false))) or (item.value.container and download_container)":
        return this.#containerAllowed(bool(entry(entry(item, "value"), "container") ?? false));
      case "(not download.container) or (download.container and download_container)":
        return this.#containerAllowed(bool(download.get("container")));
      case "(download_run_once and inventory_hostname == download_delegate) or (group_names | intersect(download.groups) | length)":
        return this.#chosen(download.get("groups"));
      default:
        return undefined;
    }
  }

  #containerAllowed(container: boolean | undefined): boolean | undefined {
    if (container !== true) return container === undefined ? undefined : true;
    this.#container ??= bool(this.#value("download_container")) ?? "none";
    return this.#container === "none" ? undefined : this.#container;
  }

  #chosen(groups: Value | undefined): boolean | undefined {
    if (!Array.isArray(groups) || !groups.every((name) => typeof name === "string")) return undefined;
    this.#delegate ??= bool(this.#value("download_run_once and inventory_hostname == download_delegate")) ?? "none";
    this.#groups ??= texts(this.#value("group_names")) ?? "none";
    if (this.#delegate === "none" || this.#groups === "none") return undefined;
    const own = this.#groups;
    return this.#delegate || groups.some((name) => own.has(name as string));
  }

  #once(when: string): boolean | undefined {
    let known = this.#constant.get(when);
    if (known === undefined) {
      const answer = attempt(() => this.engine.condition(when));
      known = answer.ok ? answer.value : "none";
      this.#constant.set(when, known);
    }
    return known === "none" ? undefined : known;
  }

  #dict(name: string): PyDict | undefined {
    const value = this.#value(name);
    return value instanceof PyDict ? value : undefined;
  }

  #value(expression: string): Value | undefined {
    const value = attempt(() => this.engine.expression(expression));
    return value.ok ? value.value : undefined;
  }
}

function texts(value: Value | undefined): ReadonlySet<string> | undefined {
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) return undefined;
  return new Set(value as string[]);
}

function bool(value: Value | undefined): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

/** Why the first condition that does not hold does not, for people. */
export function whyNot(scope: TaskScope, condition: SelectionCondition, download: Attempt<Value>, rawEnabled: Value | undefined): string {
  switch (condition.asks) {
    case "skip-downloads":
      return "skip_downloads is set";
    case "enabled":
    case "item-enabled":
      return `it is not enabled${typeof rawEnabled === "string" && rawEnabled.includes("{{") ? `: ${rawEnabled}` : ""}`;
    case "containers":
      return "download_container is off: images are not fetched ahead";
    case "groups":
      return `the host is in none of its groups (${groupsText(download)}) but in ${scope.groups.join(", ") || "no group"}`;
    case "other":
      return `"${condition.when}" does not hold`;
  }
}

export function whyChosen(scope: TaskScope, download: Attempt<Value>): string {
  const groups = download.ok ? entry(download.value, "groups") : undefined;
  const common = Array.isArray(groups) ? scope.groups.filter((name) => groups.includes(name)) : [];
  if (common.length > 0) return `enabled, and the host is in ${common.join(", ")}`;
  // One text instead of a list: its letters are compared, see KubeadmRules.groups.
  if (typeof groups === "string" && scope.groups.some((name) => groups.includes(name))) return `enabled, and for ${groups}`;
  return `enabled, and ${scope.host} downloads for all hosts (download_run_once)`;
}

function groupsText(download: Attempt<Value>): string {
  const groups = download.ok ? entry(download.value, "groups") : undefined;
  if (groups === undefined || groups === null) return "?";
  return Array.isArray(groups) ? groups.map((name) => (truthy(name) ? str(name) : "?")).join(", ") : str(groups);
}
