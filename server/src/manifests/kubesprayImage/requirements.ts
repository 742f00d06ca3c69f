/**
 * requirements.txt as far as releases of kubespray use it: one requirement to a line (PEP 508, names with versions and markers), comments.
 * What else pip takes there (options, addresses, other files) is told apart, for it cannot be carried into another file unseen.
 */
export interface Requirements {
  /** In the file's order, without comments. */
  readonly lines: readonly string[];
  /** Lines that are no plain requirement. */
  readonly others: readonly string[];
}

const NAME = "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?";
const EXTRAS = "(?:\\s*\\[[A-Za-z0-9,._ -]*\\])?";
const VERSION = "(?:===|==|~=|!=|<=|>=|<|>)\\s*[A-Za-z0-9.*+!_-]+";
const MARKER = "(?:\\s*;\\s*[A-Za-z0-9_.<>=!'\" ()~,-]+)?";
const REQUIREMENT = new RegExp(`^${NAME}${EXTRAS}\\s*(?:${VERSION}(?:\\s*,\\s*${VERSION})*)?${MARKER}$`);

export function readRequirements(text: string): Requirements {
  const lines: string[] = [];
  const others: string[] = [];
  for (const line of text.split(/\r\n?|\n/)) {
    // pip takes `#` for a comment at the start of a line or after a space.
    const plain = line.replace(/(?:^|\s)#.*$/, "").trim();
    if (plain !== "" && plain.length < 300) (REQUIREMENT.test(plain) ? lines : others).push(plain);
    else if (plain !== "") others.push(`${plain.slice(0, 60)}...`);
  }
  return { lines, others };
}

/** The version that a package is pinned to. */
export function pinnedVersion({ lines }: Requirements, name: string): string | undefined {
  for (const line of lines) {
    const found = /^([A-Za-z0-9._-]+)\s*==\s*([0-9][A-Za-z0-9.]*)$/.exec(line);
    if (found?.[1]?.toLowerCase() === name) return found[2];
  }
  return undefined;
}
