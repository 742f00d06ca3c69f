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
  const files = defaultFiles(fs, roles);
  if (files.length === 0) return undefined;
  const facts = new Map(FACTS.map(([name]) => [name, factOf(textOf(files, name))]));
  const scores = RELEASES.map((_, index) => hashScore(facts, index));
  const best = Math.max(...scores);
  const exact = best === FACTS.length;
  // Where hardly any hash agrees, the tree is no kubespray as released, and its names say more.
  const names = best < FACTS.length / 3 ? nameScores(new Set(files.flatMap(topLevelNames))) : scores.map(() => 0);
  const totals = scores.map((score, index) => score + (names[index] as number));
  const most = Math.max(...totals);
  const alike = RELEASES.filter((_, index) => totals[index] === most);
  const nearest = (exact ? alike.at(-1) : alike[0]) as string;
  return { nearest, exact, alike };
}

/** The texts of the defaults and vars that the facts are about, in the order in which Ansible would load them; a newline is put before each. */
export function defaultFiles(fs: FileSystem, roles: FilePath): readonly string[] {
  return ["kubespray_defaults", "kubespray-defaults", "download", "kubernetes-apps/metallb"].flatMap((role) =>
    (["defaults", "vars"] as const).flatMap((kind) =>
      roleFiles(fs, roles, role, kind).flatMap((file) => {
        const read = fs.read(file);
        return read.ok ? [`\n${read.text}`] : [];
      }),
    ),
  );
}

/** The text behind a key at the start of a line, up to the next key; of several files the last one's. */
export function textOf(files: readonly string[], name: string): string | undefined {
  for (let i = files.length - 1; i >= 0; i--) {
    const file = files[i] as string;
    const start = file.lastIndexOf(`\n${name}:`);
    if (start < 0) continue;
    const rest = file.slice(start + name.length + 2);
    const next = /^[A-Za-z_]\w*:(?=\s|$)/m.exec(rest.slice(1));
    return next === null ? rest : rest.slice(0, next.index + 1);
  }
  return undefined;
}

/** Names at the start of a line. */
export function topLevelNames(text: string): readonly string[] {
  return [...text.matchAll(/^([A-Za-z_]\w*):(?=\s|$)/gm)].map((match) => match[1] as string);
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

function hashScore(facts: ReadonlyMap<string, string>, release: number): number {
  let score = 0;
  for (const [name, changes] of FACTS) if (valueAt(changes, release) === facts.get(name)) score++;
  return score;
}

/** Names that a release knows count for it, names that it does not know count more against it. */
function nameScores(names: ReadonlySet<string>): readonly number[] {
  return RELEASES.map((_, release) => {
    let score = 0;
    for (const [name, first, last] of FIRST_AND_LAST) {
      const known = release >= first && release <= last;
      if (names.has(name)) score += known ? 1 : -10;
      else if (known) score -= 0.01;
    }
    return score;
  });
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
