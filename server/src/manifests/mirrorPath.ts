/**
 * Where `wget -x` puts an address below its folder (GNU Wget 1.21, src/url.c: url_file_name, append_uri_pathel): `host[:port]/path`, for an
 * English or any other UTF-8 locale on Unix. The bundle is laid out so, and a file server over it answers `base/host/path`.
 *
 * Undefined where there is no such place: no http, https or ftp address; `.` or `..` in the path, plain or encoded, which each client reads
 * in its own way; control characters, also those that only change how a text is shown; bytes that are no UTF-8; and names so long that wget
 * shortens them.
 */
export function mirrorPath(url: string): string | undefined {
  const parts = /^(https?|ftp):\/\/(?:[^/?#]*@)?(\[[0-9a-f:.]+\]|[^/?#:@[\]]+)(?::(\d{0,5}))?(?=[/?#]|$)([^?#]*)(\?[^#]*)?(?:#.*)?$/is.exec(
    url,
  );
  if (!parts || /[\x00-\x1f\x7f]|\p{Surrogate}/u.test(url)) return undefined;
  const [, scheme = "", host = "", port = "", path = "", query = ""] = parts;
  const folder = hostFolder(scheme.toLowerCase(), host.toLowerCase(), port);
  const segments = path.split("/").slice(1);
  const last = segments.pop() ?? "";
  // Wget joins slashes that stand together, and asks a folder for its index.
  const names = [...segments.filter((segment) => segment !== ""), last === "" ? "index.html" : last].map(decoded);
  const question = decoded(query);
  if (folder === undefined || question === undefined || INVISIBLE.test(question)) return undefined;
  const place: string[] = [folder];
  for (const [i, name] of names.entries()) {
    if (name === undefined || INVISIBLE.test(name) || name.split("/").some((part) => part === "." || part === "..")) return undefined;
    place.push(fileName(i === names.length - 1 ? name + question : name));
  }
  return place.some((name) => bytes(name) > LONGEST) ? undefined : place.join("/");
}

/** Beyond ASCII: a terminal or an editor would obey them, or hide them. */
const INVISIBLE = /[\x80-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** Wget leaves room for endings that it may add: 255 less 19. */
const LONGEST = 236;

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21 };

/** The port only where it is not the scheme's own. */
function hostFolder(scheme: string, host: string, port: string): string | undefined {
  const name = host.startsWith("[") ? host.slice(1, -1) : host;
  if (!host.startsWith("[") && (!/^[a-z0-9_][a-z0-9._-]*$/.test(name) || name.includes(".."))) return undefined;
  const number = Number(port);
  if (number > 65535 || (port !== "" && number === 0)) return undefined;
  return port === "" || number === DEFAULT_PORTS[scheme] ? name : `${name}:${number}`;
}

/** `%41` read; a `%` that begins no such thing stays. Undefined where the bytes are no UTF-8. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, "%25"));
  } catch {
    return undefined;
  }
}

/** What a file cannot be called, or should not, stays encoded, in capitals. */
function fileName(text: string): string {
  return text.replace(/[\x00-\x1f\x7f/]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}

function bytes(text: string): number {
  return encodeURIComponent(text).replace(/%../g, "x").length;
}
