import type { Generation } from "../../jinja/context";

/**
 * What a host pattern of an inventory says: a name or address, maybe with ranges, maybe with a port. After
 * ansible/parsing/utils/addresses.py; the patterns are rebuilt from the grammar that its comments describe.
 */

const NUMERIC = String.raw`\[[0-9]+:[0-9]+(?::[0-9]+)?\]`;
const HEXADECIMAL = String.raw`\[[0-9a-f]+:[0-9a-f]+(?::[0-9]+)?\]`;
const ALPHANUMERIC = String.raw`\[(?:[a-z]:[a-z]|[0-9]+:[0-9]+)(?::[0-9]+)?\]`;
const V4 = `(?:[01]?[0-9]{1,2}|2[0-4][0-9]|25[0-5]|${NUMERIC})`;
const V6 = `(?:[0-9a-f]{1,4}|${HEXADECIMAL})`;
const WORD = String.raw`\p{L}\p{N}_`;
const LABEL = `(?:[${WORD}]|${ALPHANUMERIC})(?:[${WORD}-]|${ALPHANUMERIC})*(?<![_-])`;

const V6_FORMS = [
  `(?:${V6}:){7}${V6}`,
  `(?:${V6}:){1,6}:`,
  `(?:${V6}:)(?::${V6}){1,6}`,
  `(?:${V6}:){2}(?::${V6}){1,5}`,
  `(?:${V6}:){3}(?::${V6}){1,4}`,
  `(?:${V6}:){4}(?::${V6}){1,3}`,
  `(?:${V6}:){5}(?::${V6}){1,2}`,
  `(?:${V6}:){6}(?::${V6})`,
  `:(?::${V6}){1,6}`,
  `${V6}?::`,
  `(?:0:){6}(?:${V6}\\.){3}${V6}`,
  `::(?:ffff:)?(?:${V6}\\.){3}${V6}`,
  `(?:0:){5}ffff:(?:${V6}\\.){3}${V6}`,
];

const BRACKETED_PORT = /^\[(.+)\]:([0-9]+)$/u;
const HOST_PORT = /^((?:[^:[\]]|\[[^\]]*\])*):([0-9]+)$/u;
const IPV4 = new RegExp(`^(?:${V4}\\.){3}${V4}$`, "iu");
const IPV6 = new RegExp(`^(?:${V6_FORMS.join("|")})$`, "iu");
/** Up to ansible-core 2.18 only the last form is tied to the end of the text, so that anything may follow the others. */
const IPV6_CLASSIC = new RegExp(`^(?:${V6_FORMS.slice(0, -1).join("|")}|${V6_FORMS.at(-1)}$)`, "iu");
const HOSTNAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`, "iu");

/** Longer patterns are taken as they stand: no host name comes near, and the expressions above would work hard on them. */
const MAXIMUM_LENGTH = 2000;

/** The name or range, and the port. `parse_address` with ranges allowed, and what the inventory plugins do where it fails. */
export function splitPort(pattern: string, generation: Generation): { readonly pattern: string; readonly port: bigint | undefined } {
  if (pattern.length > MAXIMUM_LENGTH) return { pattern, port: undefined };
  let address = pattern;
  let port: bigint | undefined;
  for (const expression of [BRACKETED_PORT, HOST_PORT]) {
    const match = expression.exec(address);
    if (match === null) continue;
    address = match[1] as string;
    port = BigInt(match[2] as string);
  }
  const known = IPV4.test(address) || isIpv6(address, generation) || HOSTNAME.test(address);
  return known && address !== "" ? { pattern: address, port } : { pattern, port: undefined };
}

/** inventory_hostname_short: the part before the first dot, of an address all of it (ansible/inventory/host.py). */
export function shortName(host: string, generation: Generation): string {
  const isAddress = host.length <= MAXIMUM_LENGTH && (IPV4.test(host) || isIpv6(host, generation));
  return isAddress ? host : (host.split(".", 1)[0] as string);
}

function isIpv6(address: string, generation: Generation): boolean {
  return (generation === "classic" ? IPV6_CLASSIC : IPV6).test(address);
}
