import { fail } from "../../../python/failure";
import type { Value } from "../../../python/values";
import { hostNetwork, isGlobal, isLinkLocal, isLoopback, isMulticast, isPrivate } from "./addressKinds";
import {
  addressText,
  broadcastOf,
  cidrOf,
  firstOf,
  holds,
  hostmaskOf,
  type IpNetwork,
  isHostmask,
  isNetmask,
  lastOf,
  maxOf,
  netmaskOf,
  network,
  networkText,
  numberText,
  sizeOf,
} from "./ipNetwork";

/**
 * The queries of the filter `ipaddr` by name: what each makes of a network. A query that does not apply gives None or False exactly as
 * in ansible.utils, plugin_utils/base/ipaddr_utils.py.
 */

export interface Queried {
  readonly net: IpNetwork;
  /** How it was written: with a prefix ("network") or without. */
  readonly type: "address" | "network";
  /** The input, as text. */
  readonly value: Value;
  /** ansible.utils 6 (with ansible-core 2.19) means something else by private and public. */
  readonly modern: boolean;
}

export type Query = (queried: Queried) => Value;

const ip = (net: IpNetwork) => addressText(net.value, net.version);
const withPrefix = (net: IpNetwork) => networkText(net);
const text = (value: bigint, net: IpNetwork) => addressText(value, net.version);

function firstLast(net: IpNetwork): [bigint, bigint] {
  return sizeOf(net) === 2n ? [firstOf(net), lastOf(net)] : [firstOf(net) + 1n, lastOf(net) - 1n];
}

const addressPrefix: Query = ({ net }) =>
  sizeOf(net) > 2n && (net.value === firstOf(net) || net.value === broadcastOf(net)) ? false : withPrefix(net);
const ipQuery: Query = ({ net }) => {
  if (sizeOf(net) === 1n) return ip(net);
  return net.value !== firstOf(net) || !broadcastOf(net) || net.version === 6 ? ip(net) : null;
};
const networkQuery: Query = ({ net }) => text(firstOf(net), net);
const subnetQuery: Query = ({ net }) => networkText(cidrOf(net));
const hostmaskQuery: Query = ({ net }) => text(hostmaskOf(net), net);
const loopbackQuery: Query = ({ net, value }) => (isLoopback(hostNetwork(net)) ? value : null);

const ipv4Query: Query = ({ net, value }) => {
  if (net.version === 4) return value;
  const low = net.value <= maxOf(4) ? net.value : net.value <= 0xffffffffffffn ? net.value - 0xffff00000000n : -1n;
  if (low < 0n || net.prefix < 96) return false;
  return networkText({ version: 4, value: low, prefix: net.prefix - 96 });
};
const ipv6Query: Query = ({ net, value }) =>
  net.version === 6 ? value : networkText({ version: 6, value: 0xffff00000000n + net.value, prefix: net.prefix + 96 });

/** A query that only a network with its prefix written answers. */
function ofNetwork(query: (net: IpNetwork) => Value): Query {
  return ({ net, type }) => (type === "address" ? fail("Not a network address") : query(net));
}

function usable(net: IpNetwork, value: bigint): Value {
  if (sizeOf(net) === 1n) return null;
  const [first, last] = firstLast(net);
  const shown = numberText(value);
  return value >= first && value <= last ? shown : null;
}

const sixToFour: Query = ({ net, type, value, modern }) => {
  const inside = (one: IpNetwork) => holds(network("2002::/16"), one);
  if (net.version === 6) {
    if (type === "address") return inside(net) ? value : false;
    return net.value !== firstOf(net) && inside(hostNetwork(net)) ? value : false;
  }
  if (sizeOf(net) > 1n && net.value === firstOf(net)) return false;
  const host = { net: hostNetwork(net), type: "address", value, modern } as const;
  if (!isPublic(host) && privateQuery(host) === null) return false;
  const [a, b, c, d] = [24n, 16n, 8n, 0n].map((shift) => ((net.value >> shift) & 255n).toString(16).padStart(2, "0"));
  return `2002:${a}${b}:${c}${d}::1/48`;
};

const privateQuery: Query = ({ net, value, modern }) => {
  const found = modern ? !isGlobal(hostNetwork(net)) : isPrivate(net);
  return found ? value : null;
};

function isPublic({ net, modern }: Queried): boolean {
  const host = hostNetwork(net);
  const open = modern ? isGlobal(host) : !isPrivate(host);
  return open && !isMulticast(host) && !isLoopback(host) && !isNetmask(net.value, net.version) && !isHostmask(net.value);
}

export const addressQueries: ReadonlyMap<string, Query> = new Map<string, Query>([
  ["", ({ net, type }) => (type === "address" ? ip(net) : withPrefix(net))],
  ["6to4", sixToFour],
  ["address", ipQuery],
  ["ip", ipQuery],
  ["address/prefix", addressPrefix],
  ["gateway", addressPrefix],
  ["gw", addressPrefix],
  ["host/prefix", addressPrefix],
  ["hostnet", addressPrefix],
  ["router", addressPrefix],
  ["bool", () => true],
  ["broadcast", ({ net }) => (sizeOf(net) > 2n ? text(lastOf(net), net) : null)],
  ["cidr", ({ net }) => withPrefix(net)],
  ["first_usable", ofNetwork((net) => (sizeOf(net) === 1n ? null : numberText(firstLast(net)[0])))],
  ["last_usable", ofNetwork((net) => (sizeOf(net) === 1n ? null : numberText(firstLast(net)[1])))],
  ["next_usable", ofNetwork((net) => usable(net, net.value + 1n))],
  ["previous_usable", ofNetwork((net) => usable(net, net.value - 1n))],
  ["range_usable", ofNetwork((net) => (sizeOf(net) === 1n ? null : firstLast(net).map(numberText).join("-")))],
  ["host", ({ net }) => (sizeOf(net) === 1n || net.value !== firstOf(net) || !broadcastOf(net) ? withPrefix(net) : null)],
  ["hostmask", hostmaskQuery],
  ["wildcard", hostmaskQuery],
  ["int", ({ net, type }) => (type === "address" ? net.value : `${net.value}/${net.prefix}`)],
  ["ip/prefix", ({ net }) => (sizeOf(net) === 2n || (sizeOf(net) > 2n && net.value !== firstOf(net)) ? withPrefix(net) : null)],
  [
    "ip_netmask",
    ({ net }) =>
      sizeOf(net) === 2n || (sizeOf(net) > 2n && net.value !== firstOf(net)) ? `${ip(net)} ${text(netmaskOf(net), net)}` : null,
  ],
  ["ipv4", ipv4Query],
  ["v4", ipv4Query],
  ["ipv6", ipv6Query],
  ["v6", ipv6Query],
  ["link-local", ({ net, value }) => (isLinkLocal(hostNetwork(net)) ? value : null)],
  ["lo", loopbackQuery],
  ["loopback", loopbackQuery],
  ["multicast", ({ net, value }) => (isMulticast(net) ? value : null)],
  ["unicast", ({ net, value }) => (isMulticast(net) ? null : value)],
  ["net", ({ net }) => (sizeOf(net) > 1n && net.value === firstOf(net) ? withPrefix(net) : null)],
  ["netmask", ({ net }) => text(netmaskOf(net), net)],
  ["network", networkQuery],
  ["network_id", networkQuery],
  ["network/prefix", subnetQuery],
  ["subnet", subnetQuery],
  ["network_netmask", ({ net }) => `${text(firstOf(net), net)} ${text(netmaskOf(net), net)}`],
  ["network_wildcard", ({ net }) => `${text(firstOf(net), net)} ${text(hostmaskOf(net), net)}`],
  ["peer", ofNetwork(peer)],
  ["prefix", ({ net }) => BigInt(net.prefix)],
  ["private", privateQuery],
  ["public", (queried) => (isPublic(queried) ? queried.value : null)],
  ["revdns", ({ net }) => reverseName(net)],
  ["size", ({ net }) => sizeOf(net)],
  ["size_usable", ({ net }) => (sizeOf(net) === 1n ? 0n : sizeOf(net) === 2n ? 2n : sizeOf(net) - 2n)],
  ["type", ({ net }) => (sizeOf(net) === 1n || net.value !== firstOf(net) ? "address" : "network")],
  ["version", ({ net }) => BigInt(net.version)],
  ["wrap", ({ net, type, value }) => (net.version === 4 ? value : type === "address" ? `[${ip(net)}]` : `[${ip(net)}]/${net.prefix}`)],
]);

function peer(net: IpNetwork): Value {
  if (sizeOf(net) === 2n) return numberText(net.value ^ 1n);
  if (sizeOf(net) !== 4n) return fail("Not a point-to-point network");
  if (net.value % 4n === 0n) return fail("Network address of /30 has no peer");
  return net.value % 4n === 3n ? fail("Broadcast address of /30 has no peer") : numberText(net.value ^ 3n);
}

function reverseName(net: IpNetwork): string {
  if (net.version === 4) return `${ip(net).split(".").reverse().join(".")}.in-addr.arpa.`;
  return `${[...net.value.toString(16).padStart(32, "0")].reverse().join(".")}.ip6.arpa.`;
}
