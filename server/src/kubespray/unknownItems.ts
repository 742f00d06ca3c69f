import type { Definition } from "../ansible/model";
import type { Problem } from "../text/problem";

/**
 * Items of the lists that are not known on some hosts, and why. One cause mostly costs many items on many hosts: what has the same reason, at
 * the same place and on the same hosts is told once, in the order in which it was met.
 */
export class UnknownItems {
  readonly #reasons = new Map<
    string,
    { readonly why: string; readonly definition: Definition | undefined; readonly items: Map<string, Set<string>> }
  >();

  add(item: string, host: string, why: string, definition: Definition | undefined): void {
    const id = JSON.stringify([why, definition?.file, definition?.line]);
    let reason = this.#reasons.get(id);
    if (reason === undefined) {
      reason = { why, definition, items: new Map() };
      this.#reasons.set(id, reason);
    }
    reason.items.set(item, (reason.items.get(item) ?? new Set()).add(host));
  }

  gaps(): readonly Problem[] {
    return [...this.#reasons.values()].flatMap(({ why, definition, items: byName }) =>
      [...bySameHosts(byName)].map(([hosts, names]) => {
        const [items, on] = [listed(names), listed(hosts)];
        const isOne = names.length === 1 && hosts.length === 1;
        return gapOf(isOne ? `${items} on ${on} is not known: ${why}` : `${items} on ${on} are not known: ${why}`, definition);
      }),
    );
  }
}

/** What may be missing from a list, at the definition that it comes from. */
export function gapOf(message: string, definition?: Definition, code = "list-incomplete"): Problem {
  return {
    severity: "error",
    code,
    message,
    ...(definition?.file !== undefined && { file: definition.file }),
    ...(definition?.line !== undefined && { line: definition.line }),
  };
}

function bySameHosts(items: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<readonly string[], readonly string[]> {
  const groups = new Map<string, { readonly hosts: readonly string[]; readonly names: string[] }>();
  for (const [name, set] of items) {
    const hosts = [...set];
    const id = JSON.stringify(hosts);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { hosts, names: [name] });
    else group.names.push(name);
  }
  return new Map([...groups.values()].map(({ hosts, names }) => [hosts, names]));
}

const MOST_NAMES = 3;

/** `a`, `a, b`, `a, b, c (12)` */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return names.length > MOST_NAMES ? `${shown}, ... (${names.length})` : shown;
}
