import { redact } from "../../text/redact";

/**
 * An address as every client takes it: printable ASCII without quotes, backslashes or spaces, so that none of their list and option files
 * can read anything else in it. What is encoded already stays as it is; a part behind `#` is never sent. For addresses that mirrorPath takes.
 */
export function requestUrl(url: string): string {
  const [, scheme = "", authority = "", rest = ""] = /^([^:]*):\/\/([^/?#]*)([^#]*)/s.exec(url) ?? [];
  const at = authority.lastIndexOf("@");
  const user = at < 0 ? "" : `${encoded(authority.slice(0, at), USER)}@`;
  const path = rest.startsWith("/") ? rest : `/${rest}`;
  return `${scheme.toLowerCase()}://${user}${authority.slice(at + 1).toLowerCase()}${encoded(path, /[^A-Za-z0-9\-._~!$&'()*+,;=:@%/?]/gu)}`;
}

/** Quotes too are encoded in a user and a password, so that nothing that hides them stops at one. */
const USER = /[^A-Za-z0-9\-._~!$&()*+,;=:%]/gu;

/** The address for people to read. */
export function shownUrl(url: string): string {
  return redact(url.replace(/^([^:/?#]*:\/\/)[^/?#]*@/, "$1***@"));
}

/** The user and password of an address that has any. */
export function hasCredentials(url: string): boolean {
  return /^[^:]*:\/\/[^/?#]*@/.test(url);
}

function encoded(text: string, illegal: RegExp): string {
  return text
    .replace(/%(?![0-9a-f]{2})/gi, "%25")
    .replace(illegal, (character) => (character === "'" ? "%27" : encodeURIComponent(character)));
}
