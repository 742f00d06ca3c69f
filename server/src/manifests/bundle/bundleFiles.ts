import type { ListEntry, Lists, Model } from "../../kubespray/model";
import type { Problem } from "../../text/problem";
import { redact } from "../../text/redact";
import type { Wording } from "../../text/wording";
import type { Note } from "../manifest";
import { mirrorPath } from "../mirrorPath";
import { ALGORITHMS, type Algorithm, type Checksum, checksumText, readChecksum } from "./checksum";
import { requestUrl, shownUrl } from "./requestUrl";

/**
 * The files of a bundle: each with its address, its place below the bundle's folder and the checksums that the inventory has for it. What
 * cannot be part of a bundle, and what contradicts itself, is told beside them.
 */
export interface BundleFile {
  /** As in files.list. */
  readonly url: string;
  /** The same as every client takes it: see requestUrl. */
  readonly request: string;
  /** Below the folder: see mirrorPath. */
  readonly path: string;
  /** At most one of each algorithm, the strongest first. */
  readonly checksums: readonly Checksum[];
}

export interface BundleFiles {
  readonly files: readonly BundleFile[];
  readonly notes: readonly Note[];
  readonly gaps: readonly Problem[];
}

/** What the download script puts at the end of a file's name while the file is not complete. */
export const PARTIAL = ".partial";

/** `said`: every checksum that any host has for an address, by the address. */
export function bundleFiles(entries: Lists["files"], said: ReadonlyMap<string, ReadonlySet<string>>): BundleFiles {
  const notes: Note[] = [];
  const gaps: Problem[] = [];
  const places = new Map<string, BundleFile>();
  const folders = new Set<string>();
  for (const entry of entries) {
    const path = mirrorPath(entry.text);
    if (path === undefined) {
      gaps.push(gap(entry, `${shown(entry)} is left out: it is no http, https or ftp address that has a place of its own in a folder`));
      continue;
    }
    const file = { url: entry.text, request: requestUrl(entry.text), path, checksums: checksums(entry, said, notes) };
    const before = places.get(path);
    const above = parents(path);
    const taken = above.find((folder) => places.has(folder)) ?? (folders.has(path) ? path : undefined);
    if (before) {
      const merged = merge(before, file);
      if (merged) places.set(path, merged);
      else gaps.push(gap(entry, `${shown(entry)} is left out: ${shownUrl(before.url)} has the same place, ${path}, and another checksum`));
    } else if (
      taken !== undefined ||
      places.has(path + PARTIAL) ||
      (path.endsWith(PARTIAL) && places.has(path.slice(0, -PARTIAL.length)))
    ) {
      gaps.push(gap(entry, `${shown(entry)} is left out: another file already takes ${taken ?? path}`));
    } else {
      places.set(path, file);
      for (const folder of above) folders.add(folder);
    }
  }
  return { files: [...places.values()], notes, gaps };
}

/** Checksums by address, as the plans of all hosts have them: where hosts disagree a list keeps only one. */
export function saidChecksums(model: Model, lists: readonly Lists[]): ReadonlyMap<string, ReadonlySet<string>> {
  const said = new Map<string, Set<string>>();
  const add = (url: string, checksum: string | undefined) => {
    if (checksum !== undefined) said.set(url, (said.get(url) ?? new Set()).add(checksum));
  };
  for (const { files } of lists) for (const { text, checksum } of files) add(text, checksum);
  for (const host of model.hosts) {
    const plan = model.plan(host);
    for (const { artifact } of [...plan.items, ...plan.direct]) if (artifact && "url" in artifact) add(artifact.url, artifact.checksum);
  }
  return said;
}

/** One for each algorithm: where two disagree none of that algorithm counts. */
function checksums(entry: ListEntry, said: ReadonlyMap<string, ReadonlySet<string>>, notes: Note[]): readonly Checksum[] {
  const byAlgorithm = new Map<Algorithm, Set<string>>();
  const texts = [...new Set([...(said.get(entry.text) ?? []), ...(entry.checksum === undefined ? [] : [entry.checksum])])];
  const known = texts.some((text) => readChecksum(text) !== undefined);
  for (const text of texts) {
    const checksum = readChecksum(text);
    if (!checksum) notes.push(note(entry, known ? elsewhere(shown(entry), text) : unreadable(shown(entry), text)));
    else byAlgorithm.set(checksum.algorithm, (byAlgorithm.get(checksum.algorithm) ?? new Set()).add(checksum.digits));
  }
  return (Object.keys(ALGORITHMS) as Algorithm[]).flatMap((algorithm) => {
    const digits = [...(byAlgorithm.get(algorithm) ?? [])];
    if (digits.length > 1) notes.push(note(entry, contradiction(shown(entry), algorithm, digits)));
    return digits.length === 1 ? [{ algorithm, digits: digits[0] as string }] : [];
  });
}

/** Two addresses with one place: http and https, two users. The first one is asked, and all that is known of either must hold. */
function merge(first: BundleFile, second: BundleFile): BundleFile | undefined {
  const other = (checksum: Checksum) => second.checksums.find(({ algorithm }) => algorithm === checksum.algorithm);
  if (first.checksums.some((checksum) => (other(checksum)?.digits ?? checksum.digits) !== checksum.digits)) return undefined;
  const known = new Map([...first.checksums, ...second.checksums].map((checksum) => [checksumText(checksum), checksum]));
  const order = Object.keys(ALGORITHMS);
  return { ...first, checksums: [...known.values()].sort((a, b) => order.indexOf(a.algorithm) - order.indexOf(b.algorithm)) };
}

function parents(path: string): readonly string[] {
  const names = path.split("/");
  return names.slice(1).map((_, i) => names.slice(0, i + 1).join("/"));
}

function shown(entry: ListEntry): string {
  return shownUrl(entry.text);
}

function place(entry: ListEntry) {
  const { file, line } = entry.definition ?? {};
  return { ...(file !== undefined && { file }), ...(line !== undefined && { line }) };
}

function gap(entry: ListEntry, message: string): Problem {
  return { severity: "error", code: "bundle-incomplete", message, ...place(entry) };
}

function note(entry: ListEntry, message: Wording): Note {
  return { severity: "warning", message, ...place(entry) };
}

/** Verified all the same, for another host says more. */
function elsewhere(url: string, text: string): Wording {
  return {
    en: `${url}: some hosts have the checksum ${JSON.stringify(redact(text))} for it, with which their own download may fail`,
    zh: `${url}：部分主机上它的校验和为 ${JSON.stringify(redact(text))}，这些主机自身的下载可能失败`,
  };
}

function unreadable(url: string, text: string): Wording {
  if (/^(\w+:)?0$/.test(text))
    return {
      en: `${url}: the checksum is 0, for kubespray knows of no such file for this architecture; it may not exist`,
      zh: `${url}：校验和为 0，即 kubespray 不知道该架构有此文件；它可能并不存在`,
    };
  return {
    en: `${url}: ${JSON.stringify(redact(text))} is no checksum that can be compared, so it is not verified`,
    zh: `${url}：${JSON.stringify(redact(text))} 不是可以比对的校验和，因此不作校验`,
  };
}

function contradiction(url: string, algorithm: Algorithm, digits: readonly string[]): Wording {
  return {
    en: `${url}: hosts disagree on its ${algorithm} (${digits.join(", ")}), so it is not verified; where it is wrong kubespray will stop`,
    zh: `${url}：各主机的 ${algorithm} 不一致（${digits.join("、")}），因此不作校验；不符的主机上 kubespray 会中止`,
  };
}
