import { fail } from "../../../python/failure";
import { firstOf, type IpNetwork, lastOf, type Version, widthOf } from "./ipNetwork";

/** netaddr.cidr_merge and netaddr.spanning_cidr. */

/** The fewest networks that hold the same addresses. One that merges with no other keeps its host bits. */
export function mergeNetworks(nets: readonly IpNetwork[]): IpNetwork[] {
  const ranges = nets
    .map((net) => ({ version: net.version, first: firstOf(net), last: lastOf(net), net: net as IpNetwork | undefined }))
    .sort((a, b) => a.version - b.version || sign(a.last - b.last) || sign(a.first - b.first));
  for (let i = ranges.length - 1; i > 0; i--) {
    const [low, high] = [ranges[i - 1], ranges[i]] as [(typeof ranges)[number], (typeof ranges)[number]];
    if (low.version !== high.version || high.first - 1n > low.last) continue;
    ranges.splice(i - 1, 2, {
      version: low.version,
      first: least(low.first, high.first),
      last: high.last,
      net: undefined,
    });
  }
  return ranges.flatMap((range) => (range.net ? [range.net] : split(range.version, range.first, range.last)));
}

/** The networks that make up a range, largest possible first from its start. */
function split(version: Version, first: bigint, last: bigint): IpNetwork[] {
  const out: IpNetwork[] = [];
  let at = first;
  while (at <= last) {
    let bits = 0;
    while (bits < widthOf(version) && at % 2n ** BigInt(bits + 1) === 0n && at + 2n ** BigInt(bits + 1) - 1n <= last) bits++;
    out.push({ version, value: at, prefix: widthOf(version) - bits });
    at += 2n ** BigInt(bits);
  }
  return out;
}

/** The smallest network that holds all. */
export function spanNetworks(nets: readonly IpNetwork[]): IpNetwork {
  const version = (nets[0] as IpNetwork).version;
  if (nets.some((net) => net.version !== version))
    return fail("cidr_merge: error in netaddr:\nIP sequence cannot contain both IPv4 and IPv6!");
  const sorted = [...nets].sort((a, b) => sign(firstOf(a) - firstOf(b)) || a.prefix - b.prefix || sign(a.value - b.value));
  const [low, high] = [sorted[0], sorted.at(-1)] as [IpNetwork, IpNetwork];
  let [value, prefix] = [lastOf(high), high.prefix];
  while (prefix > 0 && value > firstOf(low)) {
    prefix--;
    value = (value >> BigInt(widthOf(version) - prefix)) << BigInt(widthOf(version) - prefix);
  }
  return { version, value, prefix };
}

function least(a: bigint, b: bigint): bigint {
  return sign(a - b) < 0 ? a : b;
}

function sign(value: bigint): number {
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}
