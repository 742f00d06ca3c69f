import data from "./releaseFacts.txt";

/**
 * What each release of kubespray knows: which variables its roles define, its templates and tasks read and its sample names, in which shape,
 * and the Kubernetes versions that it has checksums for. Made from a clone by `npm run release-facts` (server/tools/releaseFacts.ts) and
 * committed, for inventories whose tree is not at hand or is another one than they were written for.
 */
export interface ReleaseFacts {
  /** Oldest first: every tag from v2.11.0, then `master`. */
  readonly releases: readonly string[];
  /** Undefined for a name that no release knows. */
  name(name: string): NameFacts | undefined;
  names(): Iterable<string>;
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

export type ReleaseRanges = readonly (readonly [first: number, last: number])[];

/** Reads the committed file; keep the answer, it takes a few milliseconds. */
export function readReleaseFacts(): ReleaseFacts {
  const names = new Map<string, string>();
  const renames = new Map<string, string>();
  const kubernetes = new Map<string, string>();
  let releases: readonly string[] = [];
  for (const line of data.split("\n")) {
    const [kind, key = "", rest = ""] = /^(\w+) (\S+) ?(.*)$/.exec(line)?.slice(1) ?? [];
    if (kind === "name") names.set(key, rest);
    else if (kind === "renamed") renames.set(key, rest);
    else if (kind === "kubernetes") kubernetes.set(key, rest);
    else if (kind === "releases") releases = `${key} ${rest}`.split(" ");
  }
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
    renamed: (name) => renames.get(name),
    kubernetesVersions: (release) => kubernetes.get(release)?.split(" ").filter(Boolean) ?? [],
  };
}

export function inRanges(ranges: ReleaseRanges, index: number): boolean {
  return ranges.some(([first, last]) => index >= first && index <= last);
}

/** Whether a value given to the name does something in the release: a role has a default for it, or something reads it. */
export function isKnownIn({ defined, read }: NameFacts, index: number): boolean {
  return inRanges(defined, index) || inRanges(read, index);
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

function ranges(text: string): ReleaseRanges {
  return text.split(",").map((part) => {
    const [first = 0, last] = part.split("-").map(Number);
    return [first, last ?? first] as const;
  });
}
