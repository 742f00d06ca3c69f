import { nginx } from "../quoting";

/** What the address of a file server asks of nginx. Undefined where nginx has no way to write it: a `$` in its path. */
export interface ServerAddress {
  readonly tls: boolean;
  readonly port: number;
  /** `_`: any. */
  readonly name: string;
  /** The host is an address of IPv6. */
  readonly ipv6: boolean;
  /** The path that stands before host/path, decoded as nginx compares it, with slashes at both ends; `/` for none. */
  readonly prefix: string;
}

export function serverAddress(address: string | undefined): ServerAddress | undefined {
  if (address === undefined) return { tls: false, port: 80, name: "_", ipv6: false, prefix: "/" };
  const [, scheme = "", host = "", port, path = ""] =
    /^(https?):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*)(?::(\d+))?(\/.*)?$/i.exec(address) ?? [];
  const tls = scheme.toLowerCase() === "https";
  const prefix = decoded(`${path}/`)?.replace(/\/{2,}/g, "/");
  if (scheme === "" || prefix === undefined || /\/\.{0,2}\//.test(prefix) || !writable(prefix)) return undefined;
  return { tls, port: port === undefined ? (tls ? 443 : 80) : Number(port), name: host.toLowerCase(), ipv6: host.startsWith("["), prefix };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function writable(text: string): boolean {
  try {
    nginx(text);
    return !/[\x00-\x1f\x7f]/.test(text);
  } catch {
    return false;
  }
}
