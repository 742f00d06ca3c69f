import { fail } from "./failure";
import { PyDict, type Value } from "./values";

export interface LazySource {
  names(): Iterable<string>;
  has(name: string): boolean;
  /** undefined where there is no such key. May throw a Failure. */
  value(name: string): Value | undefined;
}

/** A dict whose values are worked out when they are asked for, and which cannot be changed: Ansible's `hostvars`, `vars`, `ansible_facts`. */
export class LazyDict extends PyDict {
  constructor(private readonly source: LazySource) {
    super();
  }

  override get size(): number {
    let size = 0;
    for (const _ of this.source.names()) size++;
    return size;
  }
  override has(key: Value): boolean {
    return typeof key === "string" && this.source.has(key);
  }
  override get(key: Value): Value | undefined {
    return typeof key === "string" ? this.source.value(key) : undefined;
  }
  override *keys(): IterableIterator<Value> {
    yield* this.source.names();
  }
  override *values(): IterableIterator<Value> {
    for (const [, value] of this.entries()) yield value;
  }
  override *entries(): IterableIterator<[Value, Value]> {
    for (const name of this.source.names()) {
      const value = this.source.value(name);
      if (value !== undefined) yield [name, value];
    }
  }
  override set(): void {
    refuse();
  }
  override delete(): boolean {
    return refuse();
  }
  override clear(): void {
    refuse();
  }
}

function refuse(): never {
  fail("this mapping does not support item assignment");
}
