import { fail } from "../../../python/failure";
import { parseIntText } from "../../../python/numbers";

/**
 * Networks as the netaddr library understands them: an address with a prefix, host bits kept. Sources: netaddr/ip/__init__.py and netaddr/strategy
 * (0.8). Addresses are read here: ipaddr.js takes forms that inet_pton refuses, and "::1.2.3.4" for another address.
 */

export type Version = 4 | 6;

export interface IpNetwork {
  readonly version: Version;
  readonly value: bigint;
  readonly prefix: number;
}

export function widthOf(version: Version): number {
  return version === 4 ? 32 : 128;
}

export function maxOf(version: Version): bigint {
  return (1n << BigInt(widthOf(version))) - 1n;
}

/** netaddr.IPNetwork(text): an address, perhaps partial, and a prefix, netmask or hostmask. Undefined where netaddr raises. */
export function parseNetwork(text: string): IpNetwork | undefined {
  const slash = text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const mask = slash < 0 ? undefined : text.slice(slash + 1);
  for (const version of [4, 6] as const) {
    const value = parseAddress(address, version) ?? (version === 4 ? parseAddress(expanded(address), 4) : undefined);
    if (value === undefined) continue;
    const prefix = mask === undefined ? widthOf(version) : parsePrefix(mask, version);
    if (prefix !== undefined) return { version, value, prefix };
  }
  return undefined;
}

/** inet_pton. */
export function parseAddress(text: string, version: Version): bigint | undefined {
  return version === 4 ? parseV4(text) : parseV6(text);
}

function parseV4(text: string): bigint | undefined {
  if (!/^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(text)) return undefined;
  const octets = text.split(".").map(Number);
  return octets.every((octet) => octet < 256) ? joined(octets, 8n) : undefined;
}

function parseV6(text: string): bigint | undefined {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const [left, right] = [wordsOf(head, tail === undefined), tail === undefined ? [] : wordsOf(tail, true)];
  if (!left || !right) return undefined;
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return joined([...left, ...new Array<number>(missing).fill(0), ...right], 16n);
}

/** The words of one side of "::"; the last may be an IPv4 address where the side ends the text. */
function wordsOf(text: string, atEnd: boolean): number[] | undefined {
  if (text === "") return [];
  const out: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    const embedded = atEnd && i === parts.length - 1 && part.includes(".") ? parseV4(part) : undefined;
    if (embedded !== undefined) out.push(Number(embedded >> 16n), Number(embedded & 0xffffn));
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) out.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return out;
}

function joined(parts: readonly number[], bits: bigint): bigint {
  return parts.reduce((value, part) => (value << bits) | BigInt(part), 0n);
}

/** inet_aton, as netaddr.IPAddress reads text: "10.1" is 10.0.0.1, octal and hexadecimal parts are taken. */
export function parseLooseV4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length > 4 || !parts.every((part) => /^(?:0x[0-9a-f]{1,8}|0[0-7]{0,11}|[1-9]\d{0,9})$/i.test(part))) return undefined;
  const numbers = parts.map((part) => BigInt(/^0[0-7]/.test(part) ? `0o${part.slice(1)}` : part.toLowerCase()));
  const last = numbers.pop() as bigint;
  const rest = BigInt(4 - numbers.length) * 8n;
  if (last >= 1n << rest || numbers.some((number) => number > 255n)) return undefined;
  return numbers.reduce((value, number, i) => value | (number << BigInt(24 - 8 * i)), last);
}

/** netaddr's expand_partial_address: "10.1" is 10.1.0.0. */
function expanded(text: string): string {
  const tokens = text.split(".").map((token) => parseIntText(token));
  if (text.includes(":") || tokens.length > 4 || tokens.includes(undefined)) return "";
  return [...tokens, 0n, 0n, 0n].slice(0, 4).join(".");
}

function parsePrefix(text: string, version: Version): number | undefined {
  const width = widthOf(version);
  const number = parseIntText(text);
  if (number !== undefined) return number >= 0n && number <= BigInt(width) ? Number(number) : undefined;
  const mask = parseAddress(text, version);
  if (mask === undefined) return undefined;
  if (isNetmask(mask, version)) return width - trailing(maxOf(version) ^ mask);
  return isHostmask(mask) ? width - trailing(mask) : undefined;
}

/** How many one bits a number of the form 2**n - 1 has. */
function trailing(ones: bigint): number {
  return ones === 0n ? 0 : ones.toString(2).length;
}

export function isHostmask(value: bigint): boolean {
  return ((value + 1n) & value) === 0n;
}

export function isNetmask(value: bigint, version: Version): boolean {
  return isHostmask(value ^ maxOf(version));
}

export function hostmaskOf(net: IpNetwork): bigint {
  return (1n << BigInt(widthOf(net.version) - net.prefix)) - 1n;
}

export function netmaskOf(net: IpNetwork): bigint {
  return maxOf(net.version) ^ hostmaskOf(net);
}

export function firstOf(net: IpNetwork): bigint {
  return net.value & netmaskOf(net);
}

export function lastOf(net: IpNetwork): bigint {
  return net.value | hostmaskOf(net);
}

export function sizeOf(net: IpNetwork): bigint {
  return hostmaskOf(net) + 1n;
}

/** None for IPv4 networks of one or two addresses. */
export function broadcastOf(net: IpNetwork): bigint | undefined {
  return net.version === 4 && net.prefix >= 31 ? undefined : lastOf(net);
}

export function cidrOf(net: IpNetwork): IpNetwork {
  return { ...net, value: firstOf(net) };
}

/** `inner in outer`. */
export function holds(outer: IpNetwork, inner: IpNetwork): boolean {
  return outer.version === inner.version && inner.prefix >= outer.prefix && firstOf(outer) === (inner.value & netmaskOf(outer));
}

export function networkText(net: IpNetwork): string {
  return `${addressText(net.value, net.version)}/${net.prefix}`;
}

/** inet_ntop. */
export function addressText(value: bigint, version: Version): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
  const words = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(112 - 16 * i)) & 0xffffn));
  const [start, length] = longestZeros(words);
  const mapped = start === 0 && (length === 6 || (length === 5 && words[5] === 0xffff));
  const texts = words.map((word) => word.toString(16));
  if (mapped) texts.splice(6, 2, addressText(value & 0xffffffffn, 4));
  if (length < 2) return texts.join(":");
  return `${texts.slice(0, start).join(":")}::${texts.slice(start + length).join(":")}`;
}

function longestZeros(words: readonly number[]): [start: number, length: number] {
  let [start, length] = [0, 0];
  for (let i = 0; i < words.length; i++) {
    let end = i;
    while (end < words.length && words[end] === 0) end++;
    if (end - i > length) [start, length] = [i, end - i];
  }
  return [start, length];
}

/** str(netaddr.IPAddress(number)): the version that the number fits. Throws where it fits none. */
export function numberText(value: bigint): string {
  if (value < 0n || value > maxOf(6)) return fail(`failed to detect a valid IP address from ${value}`);
  return addressText(value, value <= maxOf(4) ? 4 : 6);
}

/** A network of constants. Throws for text that is none. */
export function network(text: string): IpNetwork {
  return parseNetwork(text) ?? fail(`invalid IPNetwork ${text}`);
}
