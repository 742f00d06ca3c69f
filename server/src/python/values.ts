/**
 * Python's values as YAML and Jinja2 know them. An `int` is a bigint and a `float` a number, so that 5 and 5.0 stay apart and large
 * integers stay exact; `None` is null; a `list` is an array; a `dict` keeps the order of its keys and Python's idea of equal keys.
 * What can be done with values is in the files beside this one.
 */

export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Value[]
  | PyDict
  | PyTuple
  | PySet
  | PyDate
  | PyBytes
  | PyRange
  | PyView
  | PyIterator
  | PyCallable
  | PyObject
  | TaggedText
  | Undefined;

export class PyTuple {
  constructor(
    readonly items: readonly Value[],
    /** The names of a named tuple's items, as `groupby` gives them (`grouper`, `list`). */
    readonly names?: readonly string[],
  ) {}
}

/** A set; iterates in order of insertion (Python's order for strings differs from run to run, so nothing may rest on it). */
export class PySet {
  readonly #items = new Map<KeyId, Value>();
  constructor(items: Iterable<Value> = []) {
    for (const item of items) this.add(item);
  }
  add(item: Value): void {
    const id = keyId(item);
    if (!this.#items.has(id)) this.#items.set(id, item);
  }
  has(item: Value): boolean {
    return this.#items.has(keyId(item));
  }
  get size(): number {
    return this.#items.size;
  }
  values(): IterableIterator<Value> {
    return this.#items.values();
  }
}

/** What YAML's timestamps become: `date` for a day alone, else `datetime`. `iso` is Python's str() of it (`2001-12-14 21:59:43.100000+00:00`). */
export class PyDate {
  constructor(
    readonly kind: "date" | "datetime",
    readonly iso: string,
  ) {}
}

export class PyBytes {
  constructor(readonly bytes: Uint8Array) {}
}

export class PyRange {
  constructor(
    readonly start: bigint,
    readonly stop: bigint,
    readonly step: bigint,
  ) {}
}

/** dict.keys(), dict.values(), dict.items(). */
export class PyView {
  constructor(
    readonly kind: "keys" | "values" | "items",
    readonly dict: PyDict,
  ) {}
}

/** A generator or iterator: can be walked once. `name` is how Python's repr names its type. */
export class PyIterator {
  constructor(
    readonly iterator: Iterator<Value>,
    readonly name = "generator",
  ) {}
}

/** Positional and keyword arguments of a call, already evaluated. */
export interface CallArgs {
  readonly positional: readonly Value[];
  readonly keyword: ReadonlyMap<string, Value>;
}

/** A bound method, a global function or a macro. Never a host function of the workspace's choosing. */
export class PyCallable {
  constructor(
    readonly name: string,
    readonly call: (args: CallArgs) => Value,
    /** The attributes of one that has some (the `loop` of a recursive loop, which can be called too). */
    readonly attributes?: (name: string) => Value | undefined,
  ) {}
}

/** An object with named attributes only (`loop`, a namespace, a cycler): `get` answers undefined for what it does not have. */
export class PyObject {
  constructor(
    readonly typeName: string,
    readonly get: (name: string) => Value | undefined,
    readonly text?: () => string,
    readonly set?: (name: string, value: Value) => void,
  ) {}
}

/**
 * Text that must not be templated (`!unsafe`, gathered facts) or cannot be read (`!vault`). Stands only in raw definitions: templating
 * gives the plain text of an unsafe one and fails as unknown on a vaulted one.
 */
export class TaggedText {
  constructor(
    readonly tag: "unsafe" | "vault",
    readonly text: string,
  ) {}
}

/**
 * Jinja2's Undefined under Ansible: harmless until used. `message` is Ansible's own sentence ("'x' is undefined"). In native templating
 * (ansible-core 2.19 on) a failed element of a container is one too, and `failure` then holds what is thrown when it is used.
 */
export class Undefined {
  constructor(
    readonly message: string,
    /** The variable or attribute that is missing, where one is named. */
    readonly name?: string,
    readonly failure?: Error,
    /**
     * Jinja2's plain Undefined, which only `x if y` without else gives under Ansible: false, empty and '' in text, but still without
     * attributes, items and arithmetic.
     */
    readonly lenient = false,
  ) {}
}

/** What a Map can hold as the identity of a hashable Python value: 1, 1.0 and True are one key, "1" another. */
export type KeyId = string | number | bigint | null;

/** Thrown by keyId for a list, dict or set ("unhashable type: 'list'"). */
export class UnhashableError extends Error {
  constructor(readonly typeName: string) {
    super(`unhashable type: '${typeName}'`);
  }
}

export function keyId(key: Value): KeyId {
  switch (typeof key) {
    case "string":
      return key;
    case "boolean":
      return key ? 1 : 0;
    case "number":
      return key;
    case "bigint":
      return key >= -9007199254740991n && key <= 9007199254740991n ? Number(key) : key;
  }
  if (key === null) return null;
  // The leading NUL keeps these apart from text: YAML and Jinja2 refuse it in text.
  if (key instanceof PyTuple) {
    return `\u0000tuple(${key.items.map((item) => tupleKeyPart(keyId(item))).join(",")})`;
  }
  if (key instanceof PyDate) return `\u0000${key.kind}${key.iso}`;
  if (key instanceof PyBytes) return `\u0000bytes${key.bytes.join(",")}`;
  if (key instanceof TaggedText) return key.text;
  if (key instanceof Undefined) return `\u0000undefined${key.message}`;
  if (key instanceof PyRange) return `\u0000range${key.start},${key.stop},${key.step}`;
  throw new UnhashableError(Array.isArray(key) ? "list" : key instanceof PyDict ? "dict" : "set");
}

function tupleKeyPart(id: KeyId): string {
  return typeof id === "string" ? JSON.stringify(id) : String(id);
}

/** A dict: insertion order, Python's key equality. A later value under an equal key keeps the first key's spelling and place. */
export class PyDict {
  readonly #values = new Map<KeyId, Value>();
  /** The keys whose id is not the key itself (numbers, booleans, tuples, ...). */
  #keys: Map<KeyId, Value> | undefined;

  constructor(entries: Iterable<readonly [Value, Value]> = []) {
    for (const [key, value] of entries) this.set(key, value);
  }

  get size(): number {
    return this.#values.size;
  }
  has(key: Value): boolean {
    return this.#values.has(keyId(key));
  }
  get(key: Value): Value | undefined {
    return this.#values.get(keyId(key));
  }
  set(key: Value, value: Value): void {
    const id = keyId(key);
    if (id !== key && !this.#values.has(id)) {
      this.#keys ??= new Map();
      this.#keys.set(id, key);
    }
    this.#values.set(id, value);
  }
  delete(key: Value): boolean {
    const id = keyId(key);
    this.#keys?.delete(id);
    return this.#values.delete(id);
  }
  clear(): void {
    this.#values.clear();
    this.#keys = undefined;
  }
  values(): IterableIterator<Value> {
    return this.#values.values();
  }
  *keys(): IterableIterator<Value> {
    for (const id of this.#values.keys()) yield this.#keyOf(id);
  }
  *entries(): IterableIterator<[Value, Value]> {
    for (const [id, value] of this.#values) yield [this.#keyOf(id), value];
  }
  copy(): PyDict {
    return new PyDict(this.entries());
  }
  #keyOf(id: KeyId): Value {
    const kept = this.#keys?.get(id);
    return kept === undefined ? id : kept;
  }
}

/** Python's name of a value's type, as in its error messages. */
export function typeName(value: Value): string {
  switch (typeof value) {
    case "string":
      return "str";
    case "boolean":
      return "bool";
    case "number":
      return "float";
    case "bigint":
      return "int";
  }
  if (value === null) return "NoneType";
  if (Array.isArray(value)) return "list";
  if (value instanceof PyDict) return "dict";
  if (value instanceof PyTuple) return "tuple";
  if (value instanceof PySet) return "set";
  if (value instanceof PyDate) return value.kind;
  if (value instanceof PyBytes) return "bytes";
  if (value instanceof PyRange) return "range";
  if (value instanceof PyView) return `dict_${value.kind}`;
  if (value instanceof PyIterator) return value.name;
  if (value instanceof PyCallable) return "function";
  if (value instanceof PyObject) return value.typeName;
  if (value instanceof TaggedText) return "str";
  return "AnsibleUndefined";
}
