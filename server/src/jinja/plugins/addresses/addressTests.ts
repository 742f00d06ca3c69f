import { useUndefined } from "../../../python/convert";
import { Undefined, type Value } from "../../../python/values";
import type { Test } from "../../context";
import { elements } from "../elements";
import { test } from "../signature";
import { isLoopback, isMulticast } from "./addressKinds";
import { firstOf, holds, type IpNetwork, parseAddress, parseNetwork, widthOf } from "./ipNetwork";

/** The tests of ansible.utils about addresses. They read them as Python's ipaddress does, which is stricter than netaddr. Source: ansible.utils, plugins/test. */
export const addressTests: Readonly<Record<string, Test>> = {
  ip: test("ip", [], (_context, value) => strictNetwork(value) !== undefined),
  ip_address: test("ip_address", [], (_context, value) => strictAddress(value) !== undefined),
  ipv4: test("ipv4", [], (_context, value) => strictNetwork(value)?.version === 4),
  ipv4_address: test("ipv4_address", [], (_context, value) => strictAddress(value)?.version === 4),
  ipv6: test("ipv6", [], (_context, value) => strictNetwork(value)?.version === 6),
  ipv6_address: test("ipv6_address", [], (_context, value) => strictAddress(value)?.version === 6),
  in_network: test("in_network", ["network"], (_context, value, network) => isWithin(value, network)),
  in_any_network: test("in_any_network", ["networks"], (context, value, networks) =>
    elements(context, networks).some((network) => isWithin(value, network)),
  ),
  in_one_network: test(
    "in_one_network",
    ["networks"],
    (context, value, networks) => elements(context, networks).filter((network) => isWithin(value, network)).length === 1,
  ),
  subnet_of: test("subnet_of", ["network_b"], (_context, value, network) => isWithin(value, network)),
  supernet_of: test("supernet_of", ["network_b"], (_context, value, network) => isWithin(network, value)),
  loopback: test("loopback", [], (_context, value) => holdsTrue(value, isLoopback)),
  multicast: test("multicast", [], (_context, value) => holdsTrue(value, isMulticast)),
  unspecified: test("unspecified", [], (_context, value) => strictAddress(value)?.value === 0n),
};

/** ipaddress.ip_address */
function strictAddress(value: Value): IpNetwork | undefined {
  if (value instanceof Undefined) useUndefined(value);
  if (typeof value !== "string") return undefined;
  const plain = withoutZone(value);
  for (const version of [4, 6] as const) {
    const address = parseAddress(plain, version);
    if (address !== undefined) return { version, value: address, prefix: widthOf(version) };
  }
  return undefined;
}

/** ipaddress.ip_network: a whole address, and no bits of a host. */
function strictNetwork(value: Value): IpNetwork | undefined {
  if (value instanceof Undefined) useUndefined(value);
  if (typeof value !== "string") return undefined;
  const [address = "", mask, ...more] = value.split("/");
  if (more.length > 0 || strictAddress(address) === undefined) return undefined;
  if (mask !== undefined && !/^(?:[0-9]+|[0-9.]+)$/.test(mask)) return undefined;
  const net = parseNetwork(withoutZone(value));
  return net && firstOf(net) === net.value ? net : undefined;
}

/** An IPv6 address may name a zone, which decides nothing here. */
function withoutZone(text: string): string {
  return text.replace(/^([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)%[^%/]+/, "$1");
}

function isWithin(inner: Value, outer: Value): boolean {
  const [a, b] = [strictNetwork(inner), strictNetwork(outer)];
  return a !== undefined && b !== undefined && holds(b, a);
}

function holdsTrue(value: Value, kind: (net: IpNetwork) => boolean): boolean {
  const address = strictAddress(value);
  return address !== undefined && kind(address);
}
