import { firstOf, holds, type IpNetwork, lastOf, network, widthOf } from "./ipNetwork";

/** Which networks are private, reserved, multicast ... to netaddr 0.8 (netaddr/ip/__init__.py, IPV4_PRIVATE and the lists beside it). */

type Range = readonly [first: string, last: string];

const PRIVATE = nets("10.0.0.0/8 100.64.0.0/10 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16 198.18.0.0/15 fc00::/7 fec0::/10");
const PRIVATE_RANGES: readonly Range[] = [["239.0.0.0", "239.255.255.255"]];
const LINK_LOCAL = nets("169.254.0.0/16 fe80::/10");
const LOOPBACK = nets("127.0.0.0/8 ::1/128");
const MULTICAST = nets("224.0.0.0/4 ff00::/8");
const RESERVED = nets(
  "0.0.0.0/8 192.0.2.0/24 240.0.0.0/4 198.51.100.0/24 203.0.113.0/24 233.252.0.0/24 127.0.0.0/8 192.88.99.0/24 ff00::/12 ::/8 0100::/8 0200::/7 0400::/6 0800::/5 1000::/4 4000::/3 6000::/3 8000::/3 A000::/3 C000::/3 E000::/4 F000::/5 F800::/6 FE00::/9",
);
const RESERVED_RANGES: readonly Range[] = [
  ["234.0.0.0", "238.255.255.255"],
  ["225.0.0.0", "231.255.255.255"],
];

/** What ansible.utils 6 takes for global though it is in a list above, and what it does not though it is in none (ipaddr_utils.py, _ip_is_global). */
const NOT_GLOBAL = nets("::1/128 ::/128 ::ffff:0:0/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16");
const STILL_GLOBAL = nets("233.252.0.0/24 192.88.99.0/24 192.0.0.9/32 192.0.0.10/32");

export function isMulticast(net: IpNetwork): boolean {
  return within(net, MULTICAST);
}

export function isLinkLocal(net: IpNetwork): boolean {
  return within(net, LINK_LOCAL);
}

/** An IPv6 network is loopback only where it is ::1 itself. */
export function isLoopback(net: IpNetwork): boolean {
  return within(net, LOOPBACK);
}

export function isPrivate(net: IpNetwork): boolean {
  return within(net, PRIVATE) || inRanges(net, PRIVATE_RANGES) || isLinkLocal(net);
}

/** ansible.utils 6 on netaddr 0.8. */
export function isGlobal(net: IpNetwork): boolean {
  const plain = !isPrivate(net) && !within(net, RESERVED) && !inRanges(net, RESERVED_RANGES) && !within(net, NOT_GLOBAL);
  return plain || inRanges(net, [...PRIVATE_RANGES, ...RESERVED_RANGES]) || within(net, STILL_GLOBAL);
}

function nets(list: string): readonly IpNetwork[] {
  return list.split(" ").map(network);
}

function within(net: IpNetwork, list: readonly IpNetwork[]): boolean {
  return list.some((outer) => holds(outer, net));
}

function inRanges(net: IpNetwork, ranges: readonly Range[]): boolean {
  return ranges.some(([first, last]) => net.version === 4 && firstOf(net) >= network(first).value && lastOf(net) <= network(last).value);
}

/** An address alone, as a network of one. */
export function hostNetwork(net: IpNetwork): IpNetwork {
  return { ...net, prefix: widthOf(net.version) };
}
