import { fail } from "../../python/failure";
import { parseIntText } from "../../python/numbers";

/** urllib.parse.urlsplit on text, with the parts of its result. Source: CPython's Lib/urllib/parse.py (3.11). */

export interface SplitUrl {
  readonly scheme: string;
  readonly netloc: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly hostname: string | null;
  /** Throws where it is not a port. */
  port(): bigint | null;
}

/** Throws "Invalid IPv6 URL". */
export function splitUrl(url: string): SplitUrl {
  let rest = url.replace(/^[\0-\x20]+/, "").replace(/[\t\r\n]/g, "");
  let scheme = "";
  const colon = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(rest);
  if (colon) {
    scheme = (colon[1] as string).toLowerCase();
    rest = rest.slice(colon[0].length);
  }
  let netloc = "";
  if (rest.startsWith("//")) {
    netloc = /^[^/?#]*/.exec(rest.slice(2))?.[0] ?? "";
    rest = rest.slice(2 + netloc.length);
    checkBrackets(netloc);
  }
  let fragment = "";
  let query = "";
  const hash = rest.indexOf("#");
  if (hash >= 0) [rest, fragment] = [rest.slice(0, hash), rest.slice(hash + 1)];
  const mark = rest.indexOf("?");
  if (mark >= 0) [rest, query] = [rest.slice(0, mark), rest.slice(mark + 1)];
  return { scheme, netloc, path: rest, query, fragment, ...host(netloc) };
}

function checkBrackets(netloc: string): void {
  if (netloc.includes("[") !== netloc.includes("]")) fail("Invalid IPv6 URL");
}

function host(netloc: string): Pick<SplitUrl, "username" | "password" | "hostname" | "port"> {
  const at = netloc.lastIndexOf("@");
  const user = at < 0 ? null : netloc.slice(0, at);
  const place = at < 0 ? netloc : netloc.slice(at + 1);
  const colon = user?.indexOf(":") ?? -1;
  const bracket = place.indexOf("[");
  const inside = bracket < 0 ? undefined : place.slice(bracket + 1);
  const close = inside?.indexOf("]") ?? -1;
  const bracketed = inside === undefined ? undefined : close < 0 ? inside : inside.slice(0, close);
  const after = bracketed === undefined ? place : close < 0 ? "" : (inside as string).slice(close + 1);
  const portAt = after.indexOf(":");
  const portText = portAt < 0 ? "" : after.slice(portAt + 1);
  const name = bracketed ?? (portAt < 0 ? place : place.slice(0, portAt));
  const percent = name.indexOf("%");
  return {
    username: user === null ? null : colon < 0 ? user : user.slice(0, colon),
    password: user === null || colon < 0 ? null : user.slice(colon + 1),
    hostname: name === "" ? null : percent < 0 ? name.toLowerCase() : name.slice(0, percent).toLowerCase() + name.slice(percent),
    port: () => portNumber(portText),
  };
}

function portNumber(text: string): bigint | null {
  if (text === "") return null;
  const port = /^[0-9]+$/.test(text) ? parseIntText(text) : undefined;
  if (port === undefined) return fail(`Port could not be cast to integer value as '${text}'`);
  return port > 65535n ? fail("Port out of range 0-65535") : port;
}
