import type { Memo } from "../../files/memo";
import data from "./releaseFacts.txt";

/**
 * What each release of kubespray knows: which variables its roles define, its templates and tasks read and its sample names, in which shape
 * and with which plain default, and the Kubernetes versions that it has checksums for. Made from a clone by `npm run release-facts` (server/tools/releaseFacts.ts) and
 * committed, for inventories whose tree is not at hand or is another one than they were written for.
 */
export interface ReleaseFacts {
  /** Oldest first: every tag from v2.11.0, then `master`. */
  readonly releases: readonly string[];
  /** Undefined for a name that no release knows. */
  name(name: string): NameFacts | undefined;
  names(): Iterable<string>;
  /**
   * The plain defaults of a name in order of release, each range as long as it can be: none for a name whose default no release changed, and
   * none for releases in which it is a template, a list or a map, null, long, or not the same in all roles.
   */
  defaults(name: string): readonly DefaultRange[];
  /** The name that took the place of another one, as kubespray's history tells; undefined where it does not. */
  renamed(name: string): string | undefined;
  /** Newest first, without `v`; empty for a release that is not listed. */
  kubernetesVersions(release: string): readonly string[];
}

/** Indices into `releases`. */
export interface NameFacts {
  /** Key of a role's defaults or vars. */
  readonly defined: ReleaseRanges;
  /** Named in a template, a condition or a task, so that a value has an effect. */
  readonly read: ReleaseRanges;
  /** Named in inventory/sample, set or as a comment. */
  readonly sample: ReleaseRanges;
  /** The last role that defined it. */
  readonly role: string | undefined;
  /** Of the defaults that are no templates; only where they changed. */
  readonly shapes: ReadonlyMap<"scalar" | "list" | "map", ReleaseRanges>;
}

/** A default that is neither a template nor a list or map. */
export type DefaultValue = string | boolean | bigint | number;

export interface DefaultRange {
  /** Indices into `releases`; another value than this one's neighbours have. */
  readonly first: number;
  readonly last: number;
  readonly value: DefaultValue;
}

export type ReleaseRanges = readonly (readonly [first: number, last: number])[];

/** Reads the committed file; keep the answer. A line is taken apart when its name is asked for. */
export function readReleaseFacts(): ReleaseFacts {
  const lines = linesByKind();
  const [names, defaults, renames, kubernetes] = [lines("name"), lines("default"), lines("renamed"), lines("kubernetes")];
  const releases = [...lines("releases")].flatMap(([first, others]) => [first, ...others.split(" ")]);
  const parsed = new Map<string, NameFacts>();
  return {
    releases,
    name(name) {
      const known = parsed.get(name);
      const text = names.get(name);
      if (known || text === undefined) return known;
      const facts = parseFacts(text);
      parsed.set(name, facts);
      return facts;
    },
    names: () => names.keys(),
    defaults(name) {
      const text = defaults.get(name);
      return text === undefined ? [] : parseDefaults(text, releases.length - 1);
    },
    renamed: (name) => renames.get(name),
    kubernetesVersions: (release) => kubernetes.get(release)?.split(" ").filter(Boolean) ?? [],
  };
}

/** Read once in a session. */
export function keptReleaseFacts(memo: Memo): ReleaseFacts {
  return memo.of("release-facts", "", "", readReleaseFacts);
}

export function inRanges(ranges: ReleaseRanges, index: number): boolean {
  return ranges.some(([first, last]) => index >= first && index <= last);
}

/** Whether a value given to the name does something in the release: a role has a default for it, or something reads it. */
export function isKnownIn({ defined, read }: NameFacts, index: number): boolean {
  return inRanges(defined, index) || inRanges(read, index);
}

/** `KIND KEY REST`, by kind and then by key. */
function linesByKind(): (kind: string) => ReadonlyMap<string, string> {
  const kinds = new Map<string, Map<string, string>>();
  for (let start = 0, end: number; start < data.length; start = end + 1) {
    const newline = data.indexOf("\n", start);
    end = newline < 0 ? data.length : newline;
    const key = data.indexOf(" ", start) + 1;
    const space = data.indexOf(" ", key);
    const keyEnd = space < 0 || space > end ? end : space;
    const kind = data.slice(start, key - 1);
    const known = kinds.get(kind) ?? new Map<string, string>();
    known.set(data.slice(key, keyEnd), data.slice(keyEnd + 1, end));
    kinds.set(kind, known);
  }
  return (kind) => kinds.get(kind) ?? new Map();
}

function parseFacts(text: string): NameFacts {
  const shapes = new Map<"scalar" | "list" | "map", ReleaseRanges>();
  let defined: ReleaseRanges = [];
  let read: ReleaseRanges = [];
  let sample: ReleaseRanges = [];
  let role: string | undefined;
  for (const part of text.split(" ")) {
    const shape = /^(scalar|list|map)=(.+)$/.exec(part);
    if (shape) shapes.set(shape[1] as "scalar" | "list" | "map", ranges(shape[2] as string));
    else if (part.startsWith("D")) defined = ranges(part.slice(1));
    else if (part.startsWith("R")) read = ranges(part.slice(1));
    else if (part.startsWith("S")) sample = ranges(part.slice(1));
    else if (part.startsWith("@")) role = part.slice(1);
  }
  return { defined, read, sample, role, shapes };
}

/** `0:"docker" 27:"containerd" 50:`, see defaultsLine in server/tools/plainDefaults.ts. */
function parseDefaults(text: string, latest: number): readonly DefaultRange[] {
  const starts = [...text.matchAll(/(\d+):("(?:[^"\\]|\\.)*"|\S*)/g)].map(([, at, value]) => ({
    first: Number(at),
    value: value as string,
  }));
  return starts.flatMap(({ first, value }, i) =>
    value === "" ? [] : [{ first, last: (starts[i + 1]?.first ?? latest + 1) - 1, value: parseDefault(value) }],
  );
}

function parseDefault(text: string): DefaultValue {
  if (text.startsWith('"')) return JSON.parse(text) as string;
  if (text === "true" || text === "false") return text === "true";
  return /^-?\d+$/.test(text) ? BigInt(text) : Number(text);
}

function ranges(text: string): ReleaseRanges {
  return text.split(",").map((part) => {
    const [first = 0, last] = part.split("-").map(Number);
    return [first, last ?? first] as const;
  });
}
