import { PyDict, PySet, PyTuple, TaggedText, type Value } from "../python/values";
import { convertScalar, isScalarTag } from "./convertScalar";
import { BINARY_TAG, implicitTag, MAPPING_TAG, OMAP_TAG, PAIRS_TAG, SEQUENCE_TAG, SET_TAG, STRING_TAG, VALUE_TAG } from "./implicitTag";
import { markUnsafe } from "./markUnsafe";
import { MergedMappings } from "./mergedMappings";
import { YamlFault } from "./yamlFault";
import { type ContentNode, contentOf, type MappingPair, type YamlNode } from "./yamlNode";

export interface ValueOptions {
  /**
   * Which AnsibleConstructor: `classic` (ansible-core up to 2.18) empties containers nested in an `!unsafe` one and makes text of a tagged
   * number; `native` (2.19 on) does neither. Left out: what differs between them is unknown.
   */
  readonly generation?: "classic" | "native";
  /** False: plain PyYAML (`from_yaml`), which has no `!vault` and no `!unsafe`. */
  readonly ansibleTags?: boolean;
  /** An alias inside what it stands for gives a value that contains itself. Otherwise it is unknown. */
  readonly recursion?: boolean;
}

/**
 * The value of a node as Ansible's loader makes it (ansible/parsing/yaml/constructor.py on yaml/constructor.py of PyYAML 6). Throws a
 * YamlFault where Ansible refuses the node, an unknown Failure where the value cannot be known.
 */
export function toValue(node: YamlNode, options: ValueOptions = {}): Value {
  return new Constructor(options).document(node);
}

/**
 * As in PyYAML a container is made empty and filled later, level by level: nothing recurses however deep the document is, and complaints
 * come in PyYAML's order.
 */
class Constructor {
  readonly #made = new Map<ContentNode, Value>();
  readonly #inProgress = new Set<ContentNode>();
  readonly #merged = new MergedMappings();
  #pending: (() => void)[] = [];
  /** Containers are filled at once (within a native `!unsafe`). */
  #deep = false;
  #unsafeDepth = 0;

  constructor(private readonly options: ValueOptions) {}

  document(node: YamlNode): Value {
    const value = this.#make(node);
    while (this.#pending.length > 0) {
      const pending = this.#pending;
      this.#pending = [];
      for (const fill of pending) fill();
    }
    return value;
  }

  #make(written: YamlNode): Value {
    if (written.kind === "alias" && written.recursive && !this.options.recursion) {
      throw new YamlFault("yaml-limit", "An alias inside what it stands for: its value is not worked out.", written.span);
    }
    const node = contentOf(written);
    const made = this.#made.get(node);
    if (made !== undefined) return made;
    if (this.#inProgress.has(node)) fault("A value that contains itself cannot be made here.", node);
    this.#inProgress.add(node);
    const value = this.#construct(node, this.#merged.tagOf(node));
    this.#made.set(node, value);
    this.#inProgress.delete(node);
    return value;
  }

  #construct(node: ContentNode, tag: string): Value {
    switch (tag) {
      case STRING_TAG:
      case "tag:yaml.org,2002:python/unicode":
        return this.#text(node);
      case MAPPING_TAG:
      case "tag:yaml.org,2002:python/dict":
        return this.#later(new PyDict(), (dict) => this.#fillMapping(node, dict));
      case SEQUENCE_TAG:
        return this.#later<Value[]>([], (items) => this.#fillSequence(node, items));
      case SET_TAG:
        return this.#later(new PySet(), (set) => this.#fillSet(node, set));
      case OMAP_TAG:
      case PAIRS_TAG:
        return this.#later<Value[]>([], (items) => this.#fillPairs(node, items));
      case "!unsafe":
        if (this.options.ansibleTags !== false) return this.#unsafe(node);
        break;
      case "!vault":
      case "!vault-encrypted":
        if (this.options.ansibleTags !== false) return this.#vault(node);
        break;
    }
    if (!isScalarTag(tag)) return fault(unknownTag(node, tag), node);
    const converted = convertScalar(tag, this.#scalar(node));
    // PyYAML lets the errors of int(), float() and datetime through, and wraps those of base64
    if ("complaint" in converted)
      throw new YamlFault(tag === BINARY_TAG ? "yaml-constructor" : "yaml-value", converted.complaint, node.span);
    return converted.value;
  }

  #later<V extends Value>(value: V, fill: (value: V) => void): V {
    if (this.#deep) fill(value);
    else this.#pending.push(() => fill(value));
    return value;
  }

  #text(node: ContentNode): Value {
    const text = this.#scalar(node);
    return this.#unsafeDepth > 0 ? new TaggedText("unsafe", text) : text;
  }

  /** SafeConstructor.construct_scalar: a mapping stands for the value of its key `=`. */
  #scalar(node: ContentNode): string {
    if (node.kind === "scalar") return node.value;
    if (node.kind === "mapping") {
      for (const { key, value } of this.#merged.pairs(node)) {
        if (this.#merged.tagOf(contentOf(key)) === VALUE_TAG) return this.#scalar(contentOf(value));
      }
    }
    return fault(`Text is expected here, not a ${kindName(node)}.`, node);
  }

  #fillSequence(node: ContentNode, items: Value[]): void {
    if (node.kind !== "sequence") fault(`A list is expected here, not a ${kindName(node)}.`, node);
    for (const item of node.items) items.push(this.#make(item));
  }

  /** AnsibleConstructor.construct_mapping: of equal keys the last value wins, at the first one's place. */
  #fillMapping(node: ContentNode, dict: PyDict): void {
    if (node.kind !== "mapping") fault(`A mapping is expected here, not a ${kindName(node)}.`, node);
    for (const pair of this.#merged.flatten(node)) {
      const key = this.#key(pair.key);
      dict.set(key, this.#make(pair.value));
    }
  }

  #fillSet(node: ContentNode, set: PySet): void {
    if (node.kind !== "mapping") fault(`A mapping is expected here, not a ${kindName(node)}.`, node);
    for (const { key, value } of this.#merged.flatten(node)) {
      set.add(this.#hashable(key));
      this.#make(value);
    }
  }

  /** A key is never templated, so that an unsafe one is plain text. */
  #key(node: YamlNode): Value {
    const key = this.#hashable(node);
    return key instanceof TaggedText ? key.text : key;
  }

  #hashable(node: YamlNode): Value {
    const key = this.#make(node);
    if (key instanceof PyDict || key instanceof PySet || Array.isArray(key)) return fault(badKey(node), contentOf(node));
    if (key instanceof TaggedText && key.tag === "vault") {
      throw new YamlFault("yaml-value", "A vaulted text cannot be a key.", contentOf(node).span);
    }
    return key;
  }

  #fillPairs(node: ContentNode, items: Value[]): void {
    if (node.kind !== "sequence") fault(`A list is expected here, not a ${kindName(node)}.`, node);
    for (const item of node.items) {
      const mapping = contentOf(item);
      const pairs = mapping.kind === "mapping" ? this.#merged.pairs(mapping) : [];
      if (pairs.length !== 1) fault("A mapping of one key is expected here.", mapping);
      const { key, value } = pairs[0] as MappingPair;
      items.push(new PyTuple([this.#make(key), this.#make(value)]));
    }
  }

  #vault(node: ContentNode): Value {
    if (this.options.generation !== "native") return new TaggedText("vault", this.#scalar(node));
    const text = this.#resolved(node);
    if (typeof text !== "string" && !(text instanceof TaggedText)) fault("`!vault` needs text.", node);
    return new TaggedText("vault", typeof text === "string" ? text : text.text);
  }

  #unsafe(node: ContentNode): Value {
    const { generation } = this.options;
    if (generation === "native") {
      this.#unsafeDepth++;
      const value = this.#resolved(node);
      this.#unsafeDepth--;
      return value;
    }
    if (generation === undefined && differsBetweenGenerations(node)) {
      throw new YamlFault(
        "yaml-limit",
        "What `!unsafe` makes of this differs between releases of Ansible: it is not worked out.",
        node.span,
      );
    }
    if (node.kind === "scalar") return new TaggedText("unsafe", node.value);
    if (node.kind === "sequence") {
      const items: Value[] = [];
      this.#fillSequence(node, items);
      return markUnsafe(items);
    }
    const dict = new PyDict();
    this.#fillMapping(node, dict);
    return markUnsafe(dict);
  }

  /** Ansible 2.19's _resolve_and_construct_object: as if the node had no tag, filled at once. */
  #resolved(node: ContentNode): Value {
    const deep = this.#deep;
    this.#deep = true;
    const tag = node.kind === "scalar" ? implicitTag(node.value) : node.kind === "sequence" ? SEQUENCE_TAG : MAPPING_TAG;
    const value = this.#construct(node, tag);
    this.#deep = deep;
    return value;
  }
}

function fault(message: string, node: ContentNode): never {
  throw new YamlFault("yaml-constructor", message, node.span);
}

function kindName(node: ContentNode): string {
  return node.kind === "sequence" ? "list" : node.kind === "scalar" ? "text" : "mapping";
}

function unknownTag(node: ContentNode, tag: string): string {
  if (!node.writtenTag) return `\`${node.kind === "scalar" ? node.value : tag}\` alone is no value: put it in quotes.`;
  return `Ansible knows no tag \`${node.writtenTag.text}\`: quote the value if it is none.`;
}

function badKey(node: YamlNode): string {
  const content = contentOf(node);
  if (content.kind === "mapping" && content.style === "flow")
    return "A value that starts with `{{` must be in quotes: YAML reads a mapping here.";
  return `A ${kindName(content)} cannot be a key: put it in quotes.`;
}

function differsBetweenGenerations(node: ContentNode): boolean {
  const nested = (child: YamlNode) => {
    const content = contentOf(child);
    return content.kind !== "scalar" && (content.kind === "sequence" ? content.items : content.pairs).length > 0;
  };
  if (node.kind === "scalar") return implicitTag(node.value) !== STRING_TAG;
  if (node.kind === "sequence") return node.items.some(nested);
  return node.pairs.some(({ value }) => nested(value));
}
