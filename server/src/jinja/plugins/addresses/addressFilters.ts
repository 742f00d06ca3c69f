import { truthy, useUndefined } from "../../../python/convert";
import { Failure, fail, unknown } from "../../../python/failure";
import { parseFloatText, parseIntText } from "../../../python/numbers";
import { str } from "../../../python/text";
import { type CallArgs, PyTuple, TaggedText, typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { elements } from "../elements";
import { addressQueries, type Queried } from "./addressQueries";
import {
  addressText,
  cidrOf,
  firstOf,
  holds,
  type IpNetwork,
  lastOf,
  maxOf,
  networkText,
  numberText,
  parseAddress,
  parseLooseV4,
  parseNetwork,
  sizeOf,
  type Version,
  widthOf,
} from "./ipNetwork";
import { mergeNetworks, spanNetworks } from "./mergeNetworks";

/** The filters of ansible.utils about addresses: `ipaddr` and its relatives. Source: ansible.utils, plugins/filter/ip*.py and plugin_utils/base/ipaddr_utils.py. */
export const addressFilters: Readonly<Record<string, Filter>> = {
  ipaddr: (context, input, args) => {
    const [query, version, alias] = options(context, "ipaddr", args, ["query", "version", "alias"]);
    checkType("ipaddr", input, ["str", "list", "int", "bool"]);
    const number = version === undefined ? undefined : (parseIntText(str(version)) ?? fail(`cannot convert ${str(version)} to an int`));
    return ipaddr(context, input, query === undefined ? "" : text(query), versionOf(number), alias === undefined ? "ipaddr" : str(alias));
  },
  ipv4: (context, input, args) => {
    const [query] = options(context, "ipv4", args, ["query"]);
    checkType("ipv4", input, ["str", "list", "int", "bool"]);
    return ipaddr(context, input, query === undefined ? "" : text(query), 4, "ipv4");
  },
  ipv6: (context, input, args) => {
    const [query] = options(context, "ipv6", args, ["query"]);
    checkType("ipv6", input, ["str", "list", "int", "bool"]);
    return ipaddr(context, input, query === undefined ? "" : text(query), 6, "ipv6");
  },
  ipwrap: (context, input, args) => {
    const query = args.keyword.get("query");
    refuseOthers("ipwrap", args, ["query"]);
    checkType("ipwrap", input, ["str", "list", "bool"]);
    return wrap(context, input, query === undefined ? "" : text(query));
  },
  ipsubnet: (context, input, args) => {
    const [query, index] = options(context, "ipsubnet", args, ["query", "index"]);
    return ipsubnet(context, text(input), query === undefined ? "" : text(query), index);
  },
  ipmath: (context, input, args) => {
    const [amount = null] = options(context, "ipmath", args, ["amount"]);
    const value = text(input);
    const net = value.includes("/") ? parseNetwork(value) : addressOf(value);
    if (!net) return fail(`You must pass a valid IP address; ${value} is invalid`);
    const step = toInteger(amount) ?? fail(`You must pass an integer for arithmetic; ${str(amount)} is not a valid integer`);
    const sum = net.value + step;
    return sum >= 0n && sum <= maxOf(net.version) ? addressText(sum, net.version) : fail("result outside valid IP address boundary!");
  },
  nthhost: (context, input, args) => {
    const [query] = options(context, "nthhost", args, ["query"]);
    const net = normalized(context, text(input));
    if (!net || query === undefined || !truthy(query)) return false;
    const nth = parseIntText(text(query));
    if (nth === undefined || sizeOf(net) <= nth) return false;
    return itemOf(net, nth) ?? fail("index out range for address range size!");
  },
  next_nth_usable: (context, input, args) => nthUsable(context, input, args, "next_nth_usable", 1n),
  previous_nth_usable: (context, input, args) => nthUsable(context, input, args, "previous_nth_usable", -1n),
  network_in_usable: (context, input, args) => {
    const [test = null] = options(context, "network_in_usable", args, ["test"]);
    const [outer, inner] = [normalizedRange(context, input, true), normalizedRange(context, test, false)];
    return inner[0] >= outer[0] && inner[1] <= outer[1];
  },
  network_in_network: (context, input, args) => {
    const [test = null] = options(context, "network_in_network", args, ["test"]);
    const [outer, inner] = [normalizedRange(context, input, false), normalizedRange(context, test, false)];
    return inner[0] >= outer[0] && inner[1] <= outer[1];
  },
  reduce_on_network: (context, input, args) => {
    const [within = null] = options(context, "reduce_on_network", args, ["network"]);
    const outer = normalizedRange(context, within, false);
    return textList(context, input).filter((item) => {
      const inner = normalizedRange(context, item, false);
      return inner[0] >= outer[0] && inner[1] <= outer[1];
    });
  },
  cidr_merge: (context, input, args) => {
    const [action = "merge"] = options(context, "cidr_merge", args, ["action"]);
    const items = textList(context, input);
    const nets = () => items.map((item) => parseNetwork(item) ?? fail(`cidr_merge: error in netaddr:\ninvalid IPNetwork ${item}`));
    if (action === "merge") return mergeNetworks(nets()).map(networkText);
    if (action !== "span") return fail(`cidr_merge: invalid action '${str(action)}'`);
    return items.length === 0 ? null : networkText(items.length === 1 ? (nets()[0] as IpNetwork) : spanNetworks(nets()));
  },
  ip4_hex: (context, input, args) => {
    const [delimiter = ""] = options(context, "ip4_hex", args, ["delimiter"]);
    const numbers = text(input)
      .split(".")
      .map((part) => parseIntText(part) ?? fail(`invalid literal for int() with base 10: '${part}'`));
    if (context.generation === "native" && !addressOf(text(input)))
      return fail(`You must pass a valid IP address; ${text(input)} is invalid`);
    if (numbers.length < 4) return fail("Replacement index out of range for positional args tuple");
    return numbers
      .slice(0, 4)
      .map((number) => (number < 0n ? "-" : "") + (number < 0n ? -number : number).toString(16).padStart(number < 0n ? 1 : 2, "0"))
      .join(str(delimiter));
  },
};

/** A `list` of `str` as an argument spec takes it: a text at its commas, a number alone (check_type_list in module_utils/common/validation.py). */
function textList(context: EvaluationContext, input: Value): string[] {
  const isNumber = typeof input === "number" || typeof input === "bigint" || typeof input === "boolean";
  if (typeof input !== "string" && !isNumber && !Array.isArray(input)) return fail(`${typeName(input)} cannot be converted to a list`);
  const items = typeof input === "string" ? input.split(",") : isNumber ? [input] : input;
  return elements(context, items).map(str);
}

/** The named arguments by position or keyword; surplus positional ones are ignored, unknown keywords refused, as these plugins do. */
function options(context: EvaluationContext, name: string, args: CallArgs, names: readonly string[]): (Value | undefined)[] {
  refuseOthers(name, args, names);
  return names.map((option, i) => {
    const value = args.keyword.has(option) ? args.keyword.get(option) : args.positional[i];
    // With ansible-core 2.19 a None is an option that is not given.
    return value === null && context.generation === "native" ? undefined : value;
  });
}

function refuseOthers(name: string, args: CallArgs, names: readonly string[]): void {
  for (const key of args.keyword.keys()) {
    if (!names.includes(key)) fail(`${name}: Unsupported parameters: ${key}. Supported parameters include: ${names.join(", ")}.`);
  }
}

function checkType(filter: string, input: Value, types: readonly string[]): void {
  if (input instanceof Undefined) fail(`Unrecognized type <<class 'AnsibleUndefined'>> for ${filter} filter <value>`);
  if (!types.includes(typeName(input))) fail(`Unrecognized type <<class '${typeName(input)}'>> for ${filter} filter <value>`);
}

/** An argument of type "str": anything by its str(). */
function text(value: Value): string {
  if (value instanceof Undefined) useUndefined(value);
  return str(value);
}

function versionOf(number: bigint | undefined): Version | undefined {
  if (number === undefined || number === 0n) return undefined;
  return number === 4n ? 4 : number === 6n ? 6 : unknown(`There is no version ${number} of IP.`, "filter");
}

function toInteger(value: Value): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : undefined;
  return typeof value === "string" ? parseIntText(value) : undefined;
}

/** netaddr.IPAddress(text) */
function addressOf(text: string): IpNetwork | undefined {
  const [four, six] = [parseLooseV4(text), parseAddress(text, 6)];
  if (four !== undefined) return { version: 4, value: four, prefix: 32 };
  return six === undefined ? undefined : { version: 6, value: six, prefix: 128 };
}

/** The filter itself on text, a number, or a list of them. */
export function ipaddr(context: EvaluationContext, input: Value, query: string, version: Version | undefined, alias = "ipaddr"): Value {
  context.budget.step(8);
  if (input instanceof Undefined) useUndefined(input);
  if (Array.isArray(input) || input instanceof PyTuple) {
    return context.budget
      .deeper(() => elements(context, input).map((item) => ipaddr(context, item, query, version, alias)))
      .filter((item) => truthy(item));
  }
  if (!truthy(input) || input === true) return false;
  const parsed = parseInput(input, version);
  if (!parsed) return false;
  const modern = context.generation === "native";
  const queried: Queried = { ...parsed, modern };
  if (version !== undefined && parsed.net.version !== version) {
    isNetworkQuery(query);
    return false;
  }
  const byName = addressQueries.get(query);
  if (byName) return byName(queried);
  const outer = isNetworkQuery(query);
  if (outer) return holds(cidrOf(outer), parsed.net) ? parsed.value : null;
  return byIndex(queried, query, alias);
}

/** The text or number as a network, how it was written, and what stands for the input later. */
function parseInput(input: Value, version: Version | undefined): Omit<Queried, "modern"> | undefined {
  const plain = input instanceof TaggedText ? input.text : input;
  const digits = str(plain);
  if (/^\p{Nd}+$/u.test(digits)) {
    const number = parseIntText(digits) as bigint;
    const fits = version === 6 || number > maxOf(4) ? 6 : 4;
    if (number > maxOf(fits)) return undefined;
    const net: IpNetwork = { version: fits, value: number, prefix: widthOf(fits) };
    return { net, type: "address", value: networkText(net) };
  }
  if (typeof plain !== "string") return undefined;
  const parts = plain.split("/");
  const net = parseNetwork(plain);
  if (net) return { net, type: parts.length === 2 ? "network" : "address", value: plain };
  if (parts.length !== 2) return undefined;
  const [value, prefix] = [parseIntText(parts[0] as string), parseIntText(parts[1] as string)];
  if (value === undefined || prefix === undefined || value < 0n || prefix < 0n) return undefined;
  for (const fits of [4, 6] as const) {
    if (value > maxOf(fits) || prefix > BigInt(widthOf(fits))) continue;
    const numeric: IpNetwork = { version: fits, value, prefix: Number(prefix) };
    return { net: numeric, type: "network", value: networkText(numeric) };
  }
  return undefined;
}

/** A query that is itself a network asks whether the input lies in it. */
function isNetworkQuery(query: string): IpNetwork | undefined {
  return query === "" || /^\p{Nd}+$/u.test(query) ? undefined : parseInput(query, undefined)?.net;
}

/** A number asks for that address of the network. */
function byIndex({ net, type }: Queried, query: string, alias: string): Value {
  if (parseFloatText(query) === undefined) return fail(`${alias}: unknown filter type: ${query}`);
  if (sizeOf(net) === 1n) return type === "address" ? addressText(net.value, net.version) : networkText(net);
  const index = parseIntText(query);
  const item = index === undefined ? undefined : itemOf(net, index);
  return item === undefined ? false : `${item}/${net.prefix}`;
}

/** net[index], counted from the end where negative. */
function itemOf(net: IpNetwork, index: bigint): string | undefined {
  const size = sizeOf(net);
  if (index < -size || index >= size) return undefined;
  return addressText(index < 0n ? lastOf(net) + index + 1n : firstOf(net) + index, net.version);
}

function wrap(context: EvaluationContext, input: Value, query: string): Value {
  const one = (item: Value): Value => {
    const found = ipaddr(context, item, query, undefined, "ipwrap");
    return truthy(found) ? ipaddr(context, Array.isArray(input) ? item : found, "wrap", undefined) : item;
  };
  try {
    return Array.isArray(input) ? elements(context, input).map(one) : one(input);
  } catch (error) {
    if (error instanceof Failure && error.kind === "error") return input;
    throw error;
  }
}

/** What ipaddr(value, "cidr") of an address or ipaddr(value, "subnet") of a network gives. */
function normalized(context: EvaluationContext, value: string): IpNetwork | undefined {
  const type = ipaddr(context, value, "type", undefined);
  if (type !== "address" && type !== "network") return undefined;
  const made = ipaddr(context, value, type === "address" ? "cidr" : "subnet", undefined);
  return typeof made === "string" ? parseNetwork(made) : undefined;
}

function ipsubnet(context: EvaluationContext, input: string, query: string, index: Value | undefined): Value {
  const found = normalized(context, input);
  if (!found) return false;
  const net = cidrOf(found);
  if (query === "") return networkText(net);
  const width = widthOf(net.version);
  if (!/^\p{Nd}+$/u.test(query)) return subnetNumber(context, net, query);
  const prefix = Number(parseIntText(query) as bigint);
  if (prefix > width) return false;
  const isAddress = sizeOf(net) === 1n;
  const at = index === undefined || index === null ? undefined : (toInteger(index) ?? fail(`cannot convert ${str(index)} to an int`));
  if (at === undefined) {
    if (isAddress) return prefix === net.prefix ? fail("list index out of range") : networkText(cidrOf({ ...net, prefix }));
    if (prefix < net.prefix) return fail(`Requested subnet size of ${prefix} is invalid`);
    return String(2n ** BigInt(prefix - net.prefix));
  }
  if (isAddress) {
    if (at > BigInt(width + 1) - at || at < BigInt(prefix - width)) return false;
    const count = BigInt(net.prefix - prefix);
    const place = at < 0n ? at + count : at;
    if (place < 0n || place >= count) return fail("list index out of range");
    return networkText(cidrOf({ ...net, prefix: prefix + Number(place) }));
  }
  // There is less than one subnet then, and only the one at 0 is found.
  if (prefix < net.prefix) return at === 0n ? networkText({ ...net, prefix }) : false;
  const subnets = 2n ** BigInt(prefix - net.prefix);
  const place = at < 0n ? at + subnets : at;
  if (place < 0n || place >= subnets) return false;
  return networkText({ version: net.version, value: firstOf(net) + (place << BigInt(width - prefix)), prefix });
}

/** Which subnet of `query` the network is, counted from 1. */
function subnetNumber(context: EvaluationContext, net: IpNetwork, query: string): Value {
  const outer = normalized(context, query);
  if (!outer) return fail(`You must pass a valid subnet or IP address; ${query} is invalid`);
  const width = widthOf(net.version);
  const shift = BigInt(width - outer.prefix);
  if (net.value >> shift !== outer.value >> shift) return fail(`${networkText(net)} is not in the subnet ${networkText(cidrOf(outer))}`);
  const host = BigInt(width - net.prefix);
  // Python binds `-` tighter than `<<` and both tighter than `&`.
  if (net.prefix < outer.prefix) return fail("unsupported operand type(s) for <<: 'float' and 'int'");
  const mask = (2n ** BigInt(net.prefix - outer.prefix) - 1n) << host;
  return String(((net.value & mask) >> host) + 1n);
}

function nthUsable(context: EvaluationContext, input: Value, args: CallArgs, name: string, sign: bigint): Value {
  const [offset = null] = options(context, name, args, ["offset"]);
  const net = normalized(context, text(input));
  if (!net) return false;
  const by = toInteger(offset) ?? fail("Must pass in an integer");
  if (sizeOf(net) === 1n) return null;
  const nth = net.value + sign * by;
  const shown = numberText(nth);
  const edge = sizeOf(net) === 2n ? 0n : 1n;
  return nth >= firstOf(net) + edge && nth <= lastOf(net) - edge ? shown : null;
}

/**
 * First and last address of what a value stands for; all of it, or only what hosts can use. What is no network counts as 0, and of a
 * network of two addresses, which has no broadcast address, the first alone is compared.
 */
function normalizedRange(context: EvaluationContext, value: Value, usableOnly: boolean): [bigint, bigint] {
  const net = normalized(context, text(value));
  if (!net) return [0n, 0n];
  if (sizeOf(net) <= 2n) return [firstOf(net), usableOnly ? lastOf(net) : firstOf(net)];
  const edge = usableOnly ? 1n : 0n;
  return [firstOf(net) + edge, lastOf(net) - edge];
}
