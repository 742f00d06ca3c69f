import { str } from "../python/text";
import { convertScalar, isScalarTag } from "./convertScalar";
import { implicitTag, STRING_TAG } from "./implicitTag";
import type { VarsEntry } from "./varsFile";

/** Adds an entry as Python's dict would: the last of equal names wins, at the first one's place; a key that is no text never hides one. */
export function addEntry(entries: Map<string, VarsEntry>, entry: VarsEntry): void {
  if (entry.isText || !entries.get(entry.name)?.isText) entries.set(entry.name, entry);
}

/** The name that a scalar key gives a variable. `tag`: its tag in full, where it is not what quoting and resolution make of it. */
export function keyName(
  source: string,
  quoted: boolean,
  tag = quoted ? STRING_TAG : implicitTag(source),
): { readonly name: string; readonly isText: boolean } {
  if (!isScalarTag(tag) || tag === STRING_TAG) return { name: source, isText: true };
  const converted = convertScalar(tag, source);
  return { name: "value" in converted ? str(converted.value) : source, isText: false };
}
