import { MERGE_TAG, STRING_TAG, VALUE_TAG } from "./implicitTag";
import { YamlFault } from "./yamlFault";
import { type ContentNode, contentOf, type MappingNode, type MappingPair, type YamlNode } from "./yamlNode";

/** A document that merges more pairs than this is not worked out. */
const MAXIMUM_PAIRS = 100_000;
const MAXIMUM_CHAIN = 200;

/**
 * Merge keys (`<<`) as PyYAML's SafeConstructor.flatten_mapping treats them: merged pairs come first, of a list the later mappings first,
 * and a pair of the mapping itself then replaces the value at the merged pair's place. PyYAML changes its nodes; here the changed pairs
 * are kept beside them, and as there a mapping once flattened stays so.
 */
export class MergedMappings {
  readonly #changed = new Map<MappingNode, MappingPair[]>();
  /** Keys `=` of flattened mappings, which are text from then on. */
  readonly #texts = new Set<ContentNode>();
  #count = 0;

  tagOf(node: ContentNode): string {
    return this.#texts.has(node) ? STRING_TAG : node.tag;
  }

  pairs(node: MappingNode): readonly MappingPair[] {
    return this.#changed.get(node) ?? node.pairs;
  }

  flatten(node: MappingNode, depth = 0): readonly MappingPair[] {
    if (!node.pairs.some(({ key }) => isSpecial(contentOf(key).tag))) return node.pairs;
    if (depth > MAXIMUM_CHAIN) throw new YamlFault("yaml-limit", "Merges (`<<`) follow each other too long.", node.span);
    if (!this.#changed.has(node)) this.#changed.set(node, [...node.pairs]);
    const merged: MappingPair[] = [];
    for (let index = 0; ; ) {
      const pairs = this.#changed.get(node) as MappingPair[]; // may be another list after merging the mapping into itself
      const pair = pairs[index];
      if (!pair) break;
      const tag = this.tagOf(contentOf(pair.key));
      if (tag === MERGE_TAG) {
        pairs.splice(index, 1);
        this.#addAll(merged, this.#merging(pair.value, depth));
        continue;
      }
      if (tag === VALUE_TAG) this.#texts.add(contentOf(pair.key));
      index++;
    }
    if (merged.length > 0) {
      this.#addAll(merged, this.#changed.get(node) as MappingPair[]);
      this.#changed.set(node, merged);
    }
    return this.#changed.get(node) as MappingPair[];
  }

  #merging(written: YamlNode, depth: number): readonly MappingPair[] {
    const value = contentOf(written);
    if (value.kind === "mapping") return this.flatten(value, depth + 1);
    if (value.kind !== "sequence") {
      throw new YamlFault("yaml-constructor", "`<<` needs a mapping or a list of mappings.", value.span);
    }
    const lists: (readonly MappingPair[])[] = [];
    for (const item of value.items) {
      const mapping = contentOf(item);
      if (mapping.kind !== "mapping") throw new YamlFault("yaml-constructor", "`<<` needs mappings in its list.", mapping.span);
      lists.push(this.flatten(mapping, depth + 1));
    }
    return lists.reverse().flat();
  }

  #addAll(to: MappingPair[], pairs: readonly MappingPair[]): void {
    this.#count += pairs.length;
    const first = pairs[0];
    if (first && this.#count > MAXIMUM_PAIRS) throw new YamlFault("yaml-limit", "Merges (`<<`) add up to too many keys.", first.key.span);
    for (const pair of pairs) to.push(pair);
  }
}

function isSpecial(tag: string): boolean {
  return tag === MERGE_TAG || tag === VALUE_TAG;
}
