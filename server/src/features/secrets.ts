import type { Definition, Resolved } from "../ansible/model";
import { LazyDict } from "../python/lazyDict";
import { PyDict, TaggedText, type Value } from "../python/values";
import { redact } from "../text/redact";
import type { FeatureContext } from "./feature";

/**
 * What an editor never shows: texts under names that promise a credential, whatever is built on them, vaulted texts, and users and
 * passwords in addresses. In doubt it is hidden.
 */

/** What stands for a hidden text. */
export const HIDDEN = "••••••";

const SECRET = /pass(?:word|wd|phrase)|(?:^|[_-])pass(?:$|[_-])|secret|token|credential|key/i;
/** Names that speak of a secret and hold something else: where it lies, how long it lives. */
const ABOUT = new RegExp(
  `(?:keyserver|keyring|keepalived?|keystone|${[
    ...["file", "files", "path", "paths", "dir", "directory", "name", "names", "namespace", "url", "server", "image", "repo", "tag"],
    ...["version", "versions", "enabled", "ttl", "mode", "size", "type", "bits", "algorithm", "class", "owner", "group", "days"],
    ...["duration", "timeout", "endpoint", "audience", "usages", "port", "expiration", "interval", "id", "provider", "method"],
  ]
    .map((word) => `[_-]${word}`)
    .join("|")})$`,
  "i",
);

/** Whether a text under this name may be a credential. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name) && !ABOUT.test(name);
}

/** Whether the value holds text that a secret name has to hide: not a switch, a number or nothing. */
export function holdsText(value: Value | undefined): boolean {
  if (typeof value === "string") return !/^(?:|true|false|yes|no|none|null|\d{1,5}[smhd]?)$/i.test(value);
  if (value instanceof TaggedText) return true;
  if (Array.isArray(value)) return value.some(holdsText);
  // `vars` and `hostvars` are never written out.
  return value instanceof PyDict && !(value instanceof LazyDict) && [...value.values()].some(holdsText);
}

/** A resolved variable that must not be shown on the host. */
export function isSecret(context: FeatureContext, host: string, name: string, resolved: Resolved): boolean {
  if (isSecretName(name) && (resolved.state === "known" ? holdsText(resolved.value) : resolved.state === "failed")) return true;
  return restsOnSecret(context, host, resolved);
}

/** A value that was worked out from a secret may hold it in any form, and a complaint may quote it. */
export function restsOnSecret(context: FeatureContext, host: string, resolved: Resolved): boolean {
  if (resolved.state === "known" ? !holdsText(resolved.value) : resolved.state !== "failed") return false;
  return resolved.trace.some((one) => namesSecret(context, host, one));
}

/** Words of a template that name a secret: a variable that holds text on the host, or an attribute of something. */
export function templateNamesSecret(context: FeatureContext, host: string, template: string): boolean {
  if (ALL_VARIABLES.test(template)) return true;
  if (!SECRET.test(template)) return false;
  for (const [word] of template.matchAll(/[A-Za-z_]\w*/g)) {
    if (!isSecretName(word)) continue;
    const resolved = context.model.resolve(host, word);
    if (resolved.state === "known" ? holdsText(resolved.value) : !PLAIN_WORDS.has(word)) return true;
  }
  return false;
}

/** All variables of a host at once: `vars`, `hostvars[h]` without a name behind it, their values. */
const ALL_VARIABLES =
  /\bvars\b(?!\s*[[.'"])|\bhostvars\b(?!\s*[[.])|\bhostvars\s*(?:\[[^[\]]*\]|\.\w+)(?!\s*[[.\w])|\b(?:host)?vars\b.*\.(?:values|items)\b/;

/** Methods and filters that have `key` in their name. */
const PLAIN_WORDS: ReadonlySet<string> = new Set(["keys", "dict2items", "items2dict", "key", "key_name", "keep"]);

function namesSecret(context: FeatureContext, host: string, definition: Definition): boolean {
  const raw = definition.raw();
  if (isSecretName(definition.name) && holdsText(raw)) {
    const value = typeof raw === "string" && raw.includes("{{") ? context.model.resolve(host, definition.name) : undefined;
    return value === undefined || value.state !== "known" || holdsText(value.value);
  }
  return typeof raw === "string" && (raw.includes("{{") || raw.includes("{%")) && templateNamesSecret(context, host, raw);
}

/** Users and passwords of addresses, and what stands behind `password:` and the like in a longer text. */
export function redacted(text: string): string {
  const withoutUsers = text.includes("@") ? redact(text, HIDDEN) : text;
  return SECRET.test(withoutUsers) ? withoutSaidSecrets(withoutUsers) : withoutUsers;
}

function withoutSaidSecrets(text: string): string {
  return text.replace(
    /((?:password|passwd|passphrase|secret|token|credential|private_key|api_?key)[\w-]{0,40}["']?\s{0,4}[:=]\s{0,4})("[^"]*"|'[^']*'|[^\s,;&}\]]+)/gi,
    (whole, before: string, said: string) => (/^(?:true|false|none|null|\{|\[)/i.test(said) ? whole : before + HIDDEN),
  );
}
