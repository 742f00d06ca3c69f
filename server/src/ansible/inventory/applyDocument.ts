import type { FilePath } from "../../files/fileSystem";
import { Failure } from "../../python/failure";
import type { Problem } from "../../text/problem";
import type { HostSource, InventoryBuilder } from "./inventoryBuilder";
import type { ChildEntry, GroupEntry, InventoryDocument, InventoryEntry, Rejection } from "./inventoryDocument";

export interface Applied {
  readonly problems: readonly Problem[];
  /** The first thing that makes Ansible refuse the file and that only shows when its groups are put together. */
  readonly rejected?: Rejection;
}

/**
 * Adds what a hosts file says to an inventory. Entries that Ansible would refuse are left out and reported; the rest is added.
 * In INI a group may be named as a child before its own section comes (pending_declarations in ansible/plugins/inventory/ini.py).
 */
export function applyDocument(
  builder: InventoryBuilder,
  document: InventoryDocument,
  source: HostSource & { readonly file: FilePath },
): Applied {
  return new Application(builder, document, source).run();
}

interface Pending {
  readonly entry: GroupEntry | ChildEntry;
  readonly state: "vars" | "children";
  readonly parents: { readonly name: string; readonly entry: InventoryEntry }[];
}

class Application {
  readonly #pending = new Map<string, Pending>();
  readonly #problems: Problem[] = [];
  #rejected: Rejection | undefined;

  constructor(
    private readonly builder: InventoryBuilder,
    private readonly document: InventoryDocument,
    private readonly source: HostSource & { readonly file: FilePath },
  ) {}

  run(): Applied {
    for (const entry of this.document.entries) this.#guarded(entry, () => this.#apply(entry));
    for (const [name, { entry, state, parents }] of this.#pending) {
      const parent = parents.at(-1)?.name;
      this.#refuse(
        entry,
        state === "vars"
          ? `Section [${name}:vars] not valid for undefined group: ${name}`
          : `Section [${parent}:children] includes undefined group: ${name}`,
      );
    }
    return { problems: this.#problems, ...(this.#rejected && { rejected: this.#rejected }) };
  }

  #apply(entry: InventoryEntry): void {
    switch (entry.kind) {
      case "group":
        if (this.document.syntax === "ini") this.#section(entry);
        else this.builder.addGroup(entry.name);
        return;
      case "host":
        for (const host of entry.hosts) {
          this.builder.addHost(host, entry.group, entry.port, this.source);
          for (const variable of entry.variables) this.builder.setVariable(host, variable, this.source);
        }
        return;
      case "variable":
        this.builder.setVariable(entry.group, entry, this.source);
        return;
      case "child":
        if (this.document.syntax === "ini" && !this.builder.hasGroup(entry.child)) this.#awaitChild(entry);
        else this.builder.addChild(entry.group, entry.child);
    }
  }

  #section(entry: GroupEntry): void {
    const { name, section } = entry;
    if (!this.builder.hasGroup(name)) {
      if (section === "vars" && !this.#pending.has(name)) this.#pending.set(name, { entry, state: "vars", parents: [] });
      this.builder.addGroup(name);
    }
    const pending = this.#pending.get(name);
    if (pending === undefined || section === "vars") return;
    if (pending.state === "vars") this.#pending.delete(name);
    else this.#linkParents(name);
  }

  #awaitChild(entry: ChildEntry): void {
    const pending = this.#pending.get(entry.child);
    if (pending !== undefined) pending.parents.push({ name: entry.group, entry });
    else this.#pending.set(entry.child, { entry, state: "children", parents: [{ name: entry.group, entry }] });
  }

  #linkParents(first: string): void {
    // Ansible does this by recursion; a list bears any depth.
    const names = [first];
    for (const name of names) {
      const pending = this.#pending.get(name);
      this.#pending.delete(name);
      for (const parent of pending?.parents ?? []) {
        this.#guarded(parent.entry, () => this.builder.addChild(parent.name, name));
        if (this.#pending.get(parent.name)?.state === "children") names.push(parent.name);
      }
    }
  }

  #guarded(entry: InventoryEntry, apply: () => void): void {
    try {
      apply();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#refuse(entry, error.message);
    }
  }

  #refuse(entry: InventoryEntry, message: string): void {
    const at = entry.kind === "variable" ? entry.keySpan : entry.span;
    this.#rejected ??= { message, line: entry.line, span: at };
    this.#problems.push({ severity: "error", code: "inventory-group", message, span: at, line: entry.line });
  }
}
