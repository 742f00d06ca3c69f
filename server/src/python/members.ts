import type { Budget } from "./budget";
import { unknown } from "./failure";
import { dictMethods } from "./methodsDict";
import { listMethods, tupleMethods } from "./methodsList";
import { textMethods } from "./methodsText";
import {
  type CallArgs,
  PyBytes,
  PyCallable,
  PyDate,
  PyDict,
  PyObject,
  PyRange,
  PySet,
  PyTuple,
  PyView,
  TaggedText,
  typeName,
  type Value,
} from "./values";

/**
 * What `getattr(value, name)` reaches: the methods that templates use, run by our own code, and nothing else. A name that Python has and
 * we do not is `unknown`; a name that Python does not have is not there.
 */

export interface MemberHost {
  readonly budget: Budget;
  /** False where the container may be shared with others: a method that changes it is then refused. */
  readonly mayChange: boolean;
}

export type Method<T> = (self: T, args: CallArgs, host: MemberHost) => Value;

/** The methods that change their list, dict or set. */
export const CHANGING: ReadonlySet<string> = new Set(
  "add append clear difference_update discard extend insert intersection_update pop popitem remove reverse setdefault sort symmetric_difference_update update".split(
    " ",
  ),
);

/** The attribute, or undefined where Python raises AttributeError. Throws Failure("unknown") for one that we do not evaluate. */
export function member(value: Value, name: string, host: MemberHost): Value | undefined {
  if (value instanceof PyObject) return value.get(name);
  if (value instanceof PyCallable && value.attributes) return value.attributes(name);
  if (typeof value === "string") return bind(textMethods, value, name, host) ?? refuse(value, name, "str");
  if (value instanceof PyDict) return bind(dictMethods, value, name, host) ?? refuse(value, name, "dict");
  if (Array.isArray(value)) return bind(listMethods, value, name, host) ?? refuse(value, name, "list");
  if (value instanceof PyTuple) {
    const field = fieldOf(value, name);
    return field !== undefined ? field : (bind(tupleMethods, value, name, host) ?? refuse(value, name, "tuple"));
  }
  if (typeof value === "bigint") return integerMember(value, name) ?? refuse(value, name, "int");
  if (typeof value === "boolean") return integerMember(value ? 1n : 0n, name) ?? refuse(value, name, "int");
  if (typeof value === "number") return floatMember(value, name) ?? refuse(value, name, "float");
  if (value instanceof TaggedText) return member(value.text, name, host);
  if (value instanceof PyBytes) return bytesMember(value, name) ?? refuse(value, name, "bytes");
  if (value instanceof PyRange) return rangeMember(value, name) ?? refuse(value, name, "range");
  if (value === null) return refuse(value, name, "NoneType");
  if (value instanceof PyDate || value instanceof PySet || value instanceof PyView) return refuse(value, name, typeName(value));
  return name.startsWith("__") ? refuse(value, name, typeName(value)) : undefined;
}

/** True where the type of `value` has the method or attribute in Python, so that `value.name` is not the item of that name. */
export function hasMember(value: Value, name: string): boolean {
  return isPythonName(name, typeName(value));
}

function bind<T extends Value>(methods: ReadonlyMap<string, Method<T>>, self: T, name: string, host: MemberHost): PyCallable | undefined {
  const method = methods.get(name);
  return method && new PyCallable(name, (args) => method(self, args, host));
}

/** undefined where Python has no such attribute either. */
function refuse(value: Value, name: string, type: string): Value | undefined {
  if (name === "__class__") return classOf(typeName(value));
  if (isPythonName(name, type)) return unknown(`'${name}' of '${type}' is not evaluated.`, "attribute");
  return undefined;
}

/** The class of a value: good for its text and nothing else. */
function classOf(type: string): PyObject {
  return new PyObject(
    "type",
    (name) => unknown(`'${name}' of a class is not evaluated.`, "attribute"),
    () => `<class '${type}'>`,
  );
}

function isPythonName(name: string, type: string): boolean {
  if (name.startsWith("__")) return COMMON.has(name) || (OPERATORS[type] ?? "").split(" ").includes(name.slice(2, -2));
  return (NAMES.get(type) ?? NO_NAMES).has(name);
}

function fieldOf(tuple: PyTuple, name: string): Value | undefined {
  const place = tuple.names?.indexOf(name) ?? -1;
  return place < 0 ? undefined : tuple.items[place];
}

function integerMember(value: bigint, name: string): Value | undefined {
  switch (name) {
    case "real":
    case "numerator":
      return value;
    case "imag":
      return 0n;
    case "denominator":
      return 1n;
    case "conjugate":
      return new PyCallable(name, () => value);
    case "bit_length":
      return new PyCallable(name, () => (value === 0n ? 0n : BigInt((value < 0n ? -value : value).toString(2).length)));
  }
  return undefined;
}

function floatMember(value: number, name: string): Value | undefined {
  switch (name) {
    case "real":
      return value;
    case "imag":
      return 0;
    case "conjugate":
      return new PyCallable(name, () => value);
    case "is_integer":
      return new PyCallable(name, () => Number.isInteger(value));
  }
  return undefined;
}

function bytesMember(value: PyBytes, name: string): Value | undefined {
  if (name !== "decode") return undefined;
  return new PyCallable(name, (args) => {
    const [encoding = args.keyword.get("encoding") ?? "utf-8"] = args.positional;
    if (typeof encoding !== "string" || !/^utf-?8$/i.test(encoding)) return unknown("This encoding is not evaluated.", "attribute");
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(value.bytes);
    } catch {
      return unknown("Bytes that are not UTF-8 are not decoded.", "attribute");
    }
  });
}

function rangeMember(value: PyRange, name: string): Value | undefined {
  return name === "start" ? value.start : name === "stop" ? value.stop : name === "step" ? value.step : undefined;
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** dir() of the types, less what begins with an underscore. */
const NAMES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    str: "capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill",
    list: "append clear copy count extend index insert pop remove reverse sort",
    dict: "clear copy fromkeys get items keys pop popitem setdefault update values",
    int: "as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag numerator real to_bytes",
    bool: "as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag numerator real to_bytes",
    float: "as_integer_ratio conjugate fromhex hex imag is_integer real",
    tuple: "count index",
    set: "add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset issuperset pop remove symmetric_difference symmetric_difference_update union update",
    range: "count index start step stop",
    bytes:
      "capitalize center count decode endswith expandtabs find fromhex hex index isalnum isalpha isascii isdigit islower isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill",
    dict_keys: "isdisjoint mapping",
    dict_values: "mapping",
    dict_items: "isdisjoint mapping",
    date: "ctime day fromisocalendar fromisoformat fromordinal fromtimestamp isocalendar isoformat isoweekday max min month replace resolution strftime timetuple today toordinal weekday year",
    datetime:
      "astimezone combine ctime date day dst fold fromisocalendar fromisoformat fromordinal fromtimestamp hour isocalendar isoformat isoweekday max microsecond min minute month now replace resolution second strftime strptime time timestamp timetuple timetz today toordinal tzinfo tzname utcfromtimestamp utcnow utcoffset utctimetuple weekday year",
  }).map(([type, names]) => [type, new Set(names.split(" "))]),
);

/** What every object has. */
const COMMON: ReadonlySet<string> = new Set(
  "class delattr dir doc eq format ge getattribute getstate gt hash init init_subclass le lt ne new reduce reduce_ex repr setattr sizeof str subclasshook"
    .split(" ")
    .map((name) => `__${name}__`),
);

const INTEGER =
  "abs add and bool ceil divmod float floor floordiv getnewargs index int invert lshift mod mul neg or pos pow radd rand rdivmod rfloordiv rlshift rmod rmul ror round rpow rrshift rshift rsub rtruediv rxor sub truediv trunc xor";

/** The operators and the like that a type adds, less their underscores. */
const OPERATORS: Readonly<Record<string, string>> = {
  str: "add contains getitem getnewargs iter len mod mul rmod rmul",
  list: "add class_getitem contains delitem getitem iadd imul iter len mul reversed rmul setitem",
  dict: "class_getitem contains delitem getitem ior iter len or reversed ror setitem",
  int: INTEGER,
  bool: INTEGER,
  float:
    "abs add bool ceil divmod float floor floordiv getformat getnewargs int mod mul neg pos pow radd rdivmod rfloordiv rmod rmul round rpow rsub rtruediv sub truediv trunc",
  tuple: "add class_getitem contains getitem getnewargs iter len mul rmul",
  NoneType: "bool",
  set: "and class_getitem contains iand ior isub iter ixor len or rand ror rsub rxor sub xor",
  bytes: "add bytes contains getitem getnewargs iter len mod mul rmod rmul",
  range: "bool contains getitem iter len reversed",
};
