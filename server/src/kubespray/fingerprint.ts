import type { FilePath, FileSystem } from "../files/fileSystem";
import { FACTS, FIRST_AND_LAST } from "./fingerprintFacts";
import { RELEASES } from "./releases";
import { roleFiles } from "./roleFiles";

/**
 * Tells a release by the defaults that it ships: hashes of the text of a few defaults that differ from release to release, and for trees
 * that were changed or are small also the names that only some releases know. Needed because archives and vendored copies have no git
 * and galaxy.yml is often wrong. The facts are in fingerprintFacts.ts, made by test/kubespray/tools/fingerprints.ts.
 */
export interface Fingerprint {
  /** The release whose facts agree best; its rules are used. */
  readonly nearest: string;
  /** True: every fact agrees. */
  readonly exact: boolean;
  /** Releases that the facts cannot tell apart from `nearest`. */
  readonly alike: readonly string[];
}

/** `roles` is the tree's folder of roles. undefined where it has none of the defaults that the facts are about. */
export function fingerprintOf(fs: FileSystem, roles: FilePath): Fingerprint | undefined {
  const texts = defaultTexts(fs, roles);
  if (texts.size === 0) return undefined;
  const scores = RELEASES.map((_, index) => hashScore(texts, index));
  const best = Math.max(...scores);
  const exact = best === FACTS.length;
  // Where hardly any hash agrees, the tree is no kubespray as released, and its names say more.
  const names = best < FACTS.length / 3 ? RELEASES.map((_, index) => nameScore(texts, index)) : scores.map(() => 0);
  const totals = scores.map((score, index) => score + (names[index] as number));
  const most = Math.max(...totals);
  const alike = RELEASES.filter((_, index) => totals[index] === most);
  const nearest = (exact ? alike.at(-1) : alike[0]) as string;
  return { nearest, exact, alike };
}

/** name -> its text in the defaults and vars of the roles that the facts are about, as Ansible would load them. */
export function defaultTexts(fs: FileSystem, roles: FilePath): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const role of ["kubespray_defaults", "kubespray-defaults", "download", "kubernetes-apps/metallb"]) {
    for (const kind of ["defaults", "vars"] as const) {
      for (const file of roleFiles(fs, roles, role, kind)) {
        const read = fs.read(file);
        if (read.ok) for (const [name, text] of topLevelTexts(read.text)) out.set(name, text);
      }
    }
  }
  return out;
}

/** Hash of a default's text without comments, blank lines and indentation; `-` for a name that is absent. */
export function factOf(text: string | undefined): string {
  if (text === undefined) return "-";
  let hash = 0x811c9dc5;
  for (const raw of text.split("\n")) {
    const line = raw.replace(/(^|\s)#.*$/, "").trim();
    for (let i = 0; i < line.length; i++) hash = Math.imul(hash ^ line.charCodeAt(i), 0x01000193);
    if (line !== "") hash = Math.imul(hash ^ 10, 0x01000193);
  }
  return (hash >>> 0).toString(36);
}

function hashScore(texts: ReadonlyMap<string, string>, release: number): number {
  let score = 0;
  for (const [name, changes] of FACTS) if (valueAt(changes, release) === factOf(texts.get(name))) score++;
  return score;
}

/** Names that the release knows count for it, names that it does not know count more against it. */
function nameScore(texts: ReadonlyMap<string, string>, release: number): number {
  let score = 0;
  for (const [name, first, last] of FIRST_AND_LAST) {
    const known = release >= first && release <= last;
    if (texts.has(name)) score += known ? 1 : -10;
    else if (known) score -= 0.01;
  }
  return score;
}

/** `changes` lists `index:hash` where a fact changes. */
function valueAt(changes: string, release: number): string {
  let value = "-";
  for (const change of changes.split(" ")) {
    const at = change.indexOf(":");
    if (Number(change.slice(0, at)) > release) break;
    value = change.slice(at + 1);
  }
  return value;
}

/** The text behind each key at the start of a line, up to the next one. */
function* topLevelTexts(text: string): Iterable<readonly [string, string]> {
  const key = /^([A-Za-z_]\w*):(?=\s|$)/gm;
  let open: { name: string; start: number } | undefined;
  for (let match = key.exec(text); match !== null; match = key.exec(text)) {
    if (open) yield [open.name, text.slice(open.start, match.index)];
    open = { name: match[1] as string, start: key.lastIndex };
  }
  if (open) yield [open.name, text.slice(open.start)];
}
