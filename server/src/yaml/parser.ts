import { type Span, span } from "../text/span";
import { implicitTag, MAPPING_TAG, SEQUENCE_TAG, STRING_TAG } from "./implicitTag";
import type { Anchored, Frame, Open, OpenCollection, Properties } from "./openNodes";
import { Scanner } from "./scanner";
import type { Token, TokenType } from "./token";
import { YamlFault } from "./yamlFault";
import type { CollectionStyle, ContentNode, MappingNode, MappingPair, ScalarNode, ScalarStyle, SequenceNode, YamlNode } from "./yamlNode";

/**
 * Tokens to nodes as libyaml's parser (src/parser.c) and PyYAML's composer on it (yaml/_yaml.pyx) do, with their complaints at their
 * places. Call `documentStart` and `document` in turn. Both throw a YamlFault; `partial` then gives what had been read of the document.
 */
export class Parser {
  readonly #scanner: Scanner;
  #handles = new Map<string, string>();
  #anchors = new Map<string, Anchored>();
  #started = false;
  #explicit = false;
  /** Nodes so far, aliases written out, and how many of them stand behind aliases. */
  #nodes = 0;
  #expanded = 0;
  /** Outermost first. */
  readonly #open: Frame[] = [];

  constructor(
    private readonly text: string,
    start: number,
    end: number,
    private readonly maximumExpansion: number,
  ) {
    this.#scanner = new Scanner(text, end, start);
  }

  /** Where the next document starts, undefined at the end of the text. */
  documentStart(): number | undefined {
    const first = !this.#started;
    this.#started = true;
    this.#anchors = new Map();
    this.#handles = new Map();
    if (!first) while (this.#at("document-end")) this.#scanner.next();
    const token = this.#scanner.peek();
    if (token.type === "stream-end") return undefined;
    this.#explicit = !first || isOneOf(token, ["version-directive", "tag-directive", "document-start"]);
    if (this.#explicit) {
      this.#directives();
      const indicator = this.#scanner.peek();
      if (indicator.type !== "document-start")
        this.#fault("Unexpected text: check the indentation, or whether a quote or bracket is missing.", indicator);
      this.#scanner.next();
    }
    for (const [handle, prefix] of [
      ["!", "!"],
      ["!!", "tag:yaml.org,2002:"],
    ] as const) {
      if (!this.#handles.has(handle)) this.#handles.set(handle, prefix);
    }
    return token.start;
  }

  document(): YamlNode {
    this.#open.length = 0;
    const token = this.#scanner.peek();
    const node = this.#explicit && isOneOf(token, NO_CONTENT) ? this.#empty(token.start) : this.#node(true, false);
    if (this.#at("document-end")) this.#scanner.next();
    return node;
  }

  /** After a fault: the outermost collection with all that was read, and its last part where that was not read to its end. */
  partial(): { readonly root: YamlNode; readonly unfinished?: YamlNode } | undefined {
    for (let i = this.#open.length - 1; i > 0; i--) {
      const child = this.#open[i] as Frame;
      const parent = this.#open[i - 1] as Frame;
      parent.items?.push(child.node);
      if (parent.key) parent.pairs?.push({ key: parent.key, value: child.node });
    }
    const root = this.#open[0]?.node;
    const unfinished = this.#open[1]?.node;
    return root && { root, ...(unfinished && { unfinished }) };
  }

  #at(type: TokenType): boolean {
    return this.#scanner.peek().type === type;
  }

  #fault(message: string, at: Span): never {
    throw new YamlFault("yaml-parser", message, span(at.start, at.end));
  }

  #directives(): void {
    let versioned = false;
    for (;;) {
      const token = this.#scanner.peek();
      if (token.type === "version-directive") {
        if (versioned) this.#fault("A second %YAML directive.", token);
        if (token.major !== 1 || (token.minor !== 1 && token.minor !== 2)) this.#fault("Only YAML 1.1 and 1.2 can be read.", token);
        versioned = true;
      } else if (token.type === "tag-directive") {
        if (this.#handles.has(token.handle)) this.#fault(`A second %TAG directive for ${token.handle}.`, token);
        this.#handles.set(token.handle, token.prefix);
      } else return;
      this.#scanner.next();
    }
  }

  // Nodes

  #node(block: boolean, indentless: boolean): YamlNode {
    const first = this.#scanner.peek();
    if (first.type === "alias") return this.#alias(first);
    const properties = this.#properties();
    const token = this.#scanner.peek();
    switch (token.type) {
      case "block-entry":
        if (indentless) return this.#sequence(properties, "block", token, false, (items) => this.#indentlessItems(items));
        break;
      case "scalar":
        this.#scanner.next();
        return this.#scalar(properties, token.value, token.style, span(token.start, token.end));
      case "flow-sequence-start":
        return this.#sequence(properties, "flow", token, true, (items) => this.#flowItems(items));
      case "flow-mapping-start":
        return this.#mapping(properties, "flow", token, true, (pairs) => this.#flowPairs(pairs));
      case "block-sequence-start":
        if (block) return this.#sequence(properties, "block", token, true, (items) => this.#blockItems(items));
        break;
      case "block-mapping-start":
        if (block) return this.#mapping(properties, "block", token, true, (pairs) => this.#blockPairs(pairs));
        break;
    }
    if (!properties.tag && !properties.anchor) return this.#fault("A value is missing here.", token);
    const end = Math.max(properties.tag?.span.end ?? 0, properties.anchor?.span.end ?? 0);
    return this.#scalar(properties, "", "plain", span(end, end), false);
  }

  #alias(token: Extract<Token, { name: string }>): YamlNode {
    this.#scanner.next();
    const known = this.#anchors.get(token.name);
    const where = span(token.start, token.end);
    if (!known) {
      throw new YamlFault("yaml-composer", `No \`&${token.name}\` stands above for this alias: quote the value if it is none.`, where);
    }
    const size = known.size ?? 1;
    this.#nodes += size;
    this.#expanded += size;
    if (this.#expanded > this.maximumExpansion) {
      throw new YamlFault("yaml-limit", `Aliases stand for more than ${this.maximumExpansion} values: not read further.`, where);
    }
    return { kind: "alias", span: where, name: token.name, target: known.node, recursive: known.size === undefined };
  }

  #properties(): Properties {
    let anchor: Properties["anchor"];
    let tag: Extract<Token, { type: "tag" }> | undefined;
    const start = this.#scanner.peek().start;
    for (let i = 0; i < 2; i++) {
      const token = this.#scanner.peek();
      if (token.type === "anchor" && !anchor) anchor = { name: token.name, span: span(token.start, token.end) };
      else if (token.type === "tag" && !tag) tag = token;
      else break;
      this.#scanner.next();
    }
    if (!tag) return anchor ? { start, anchor } : { start };
    this.#scanner.peek(); // a complaint about what follows comes before one about the handle
    const written = { full: this.#fullTag(tag), text: this.text.slice(tag.start, tag.end), span: span(tag.start, tag.end) };
    return anchor ? { start, anchor, tag: written } : { start, tag: written };
  }

  #fullTag(token: Extract<Token, { type: "tag" }>): string {
    if (token.handle === "") return token.suffix;
    const prefix = this.#handles.get(token.handle);
    if (prefix === undefined) this.#fault(`The tag handle ${token.handle} is not declared.`, token);
    return prefix + token.suffix;
  }

  /** Registers a node's anchor. PyYAML's C loader refuses a second one of the same name in a document. */
  #register(node: ContentNode): Anchored | undefined {
    if (!node.anchor) return undefined;
    if (this.#anchors.has(node.anchor.name)) {
      throw new YamlFault("yaml-composer", `A second anchor \`&${node.anchor.name}\`: give it another name.`, node.span);
    }
    const anchored = { node, size: undefined };
    this.#anchors.set(node.anchor.name, anchored);
    return anchored;
  }

  /** `bang`: whether the tag `!` lets the value resolve as an unquoted one (it does not where the value is left out). */
  #scalar(properties: Properties, value: string, style: ScalarStyle, contentSpan: Span, bang = true): YamlNode {
    const written = properties.tag?.full;
    let tag = written === undefined || written === "!" ? STRING_TAG : written;
    if (written === "!" ? bang : written === undefined && style === "plain") tag = implicitTag(value);
    const start = properties.tag || properties.anchor ? properties.start : contentSpan.start;
    const node: ScalarNode = {
      kind: "scalar",
      span: span(start, contentSpan.end),
      tag,
      ...propertiesOf(properties),
      value,
      style,
      contentSpan,
    };
    this.#nodes++;
    const anchored = this.#register(node);
    if (anchored) anchored.size = 1;
    return node;
  }

  #empty(at: number): YamlNode {
    return this.#scalar({ start: at }, "", "plain", span(at, at));
  }

  /** `read` fills the items and says where they end. `takeStart`: the token that opens the sequence is its own. */
  #sequence(
    properties: Properties,
    style: CollectionStyle,
    token: Token,
    takeStart: boolean,
    read: (items: YamlNode[]) => number,
  ): YamlNode {
    const items: YamlNode[] = [];
    const node: Open<SequenceNode> = { kind: "sequence", ...this.#collection(properties, SEQUENCE_TAG, token), style, items };
    return this.#fill(node, { node, items }, takeStart, () => read(items));
  }

  #mapping(
    properties: Properties,
    style: CollectionStyle,
    token: Token,
    takeStart: boolean,
    read: (pairs: MappingPair[]) => number,
  ): YamlNode {
    const pairs: MappingPair[] = [];
    const node: Open<MappingNode> = { kind: "mapping", ...this.#collection(properties, MAPPING_TAG, token), style, pairs };
    return this.#fill(node, { node, pairs }, takeStart, () => read(pairs));
  }

  #collection(properties: Properties, defaultTag: string, token: Token) {
    const tag = properties.tag === undefined || properties.tag.full === "!" ? defaultTag : properties.tag.full;
    const start = properties.tag || properties.anchor ? properties.start : token.start;
    return { span: span(start, token.end), tag, ...propertiesOf(properties) };
  }

  #fill(node: OpenCollection, open: Frame, takeStart: boolean, read: () => number): YamlNode {
    const before = this.#nodes++;
    const anchored = this.#register(node);
    this.#open.push(open);
    if (takeStart) this.#scanner.next();
    node.span = span(node.span.start, Math.max(node.span.end, read()));
    this.#open.pop();
    if (anchored) anchored.size = this.#nodes - before;
    return node;
  }

  // Block collections

  #blockItems(items: YamlNode[]): number {
    for (;;) {
      const token = this.#scanner.peek();
      if (token.type === "block-end") {
        this.#scanner.next();
        return endOf(items.at(-1), token.start);
      }
      if (token.type !== "block-entry") return this.#fault("A list item (`- `) is expected here: check the indentation.", token);
      this.#scanner.next();
      items.push(isOneOf(this.#scanner.peek(), AFTER_ENTRY) ? this.#empty(token.end) : this.#node(true, false));
    }
  }

  /** Items that stand as far left as the key that they belong to. */
  #indentlessItems(items: YamlNode[]): number {
    for (;;) {
      const token = this.#scanner.peek();
      if (token.type !== "block-entry") return endOf(items.at(-1), token.start);
      this.#scanner.next();
      items.push(isOneOf(this.#scanner.peek(), AFTER_INDENTLESS_ENTRY) ? this.#empty(token.end) : this.#node(true, false));
    }
  }

  #blockPairs(pairs: MappingPair[]): number {
    for (;;) {
      const token = this.#scanner.peek();
      if (token.type === "block-end") {
        this.#scanner.next();
        return endOf(pairs.at(-1)?.value, token.start);
      }
      if (token.type !== "key") return this.#fault("A key is expected here: check the indentation.", token);
      this.#scanner.next();
      const key = isOneOf(this.#scanner.peek(), AFTER_KEY_OR_VALUE) ? this.#empty(token.end) : this.#node(true, true);
      this.#pair(pairs, key, () => {
        const colon = this.#scanner.peek();
        if (colon.type !== "value") return this.#empty(colon.start);
        this.#scanner.next();
        return isOneOf(this.#scanner.peek(), AFTER_KEY_OR_VALUE) ? this.#empty(colon.end) : this.#node(true, true);
      });
    }
  }

  #pair(pairs: MappingPair[], key: YamlNode, readValue: () => YamlNode): void {
    const open = this.#open[this.#open.length - 1] as Frame;
    open.key = key;
    pairs.push({ key, value: readValue() });
    delete open.key;
  }

  // Flow collections

  #flowItems(items: YamlNode[]): number {
    for (let first = true; ; first = false) {
      if (this.#flowEnds("flow-sequence-end", first, "A `,` or `]` is missing before this.")) return this.#scanner.next().end;
      const token = this.#scanner.peek();
      if (token.type === "key") items.push(this.#singlePair(token));
      else items.push(this.#node(false, false));
    }
  }

  /** `[a: 1]`: a mapping of one pair without braces. */
  #singlePair(token: Token): YamlNode {
    return this.#mapping({ start: token.start }, "flow", token, true, (pairs) => {
      const next = this.#scanner.peek();
      let key: YamlNode;
      if (isOneOf(next, ["value", "flow-entry", "flow-sequence-end"])) {
        this.#scanner.next(); // libyaml 0.2.5 drops this token, and so then complains about `[? : b]`
        key = this.#empty(next.end);
      } else key = this.#node(false, false);
      this.#pair(pairs, key, () => this.#flowValue("flow-sequence-end"));
      this.#scanner.peek();
      return endOf(pairs.at(-1)?.value, token.end);
    });
  }

  #flowPairs(pairs: MappingPair[]): number {
    for (let first = true; ; first = false) {
      if (this.#flowEnds("flow-mapping-end", first, "A `,` or `}` is missing before this.")) return this.#scanner.next().end;
      if (this.#at("key")) {
        this.#scanner.next();
        const next = this.#scanner.peek();
        const key = isOneOf(next, ["value", "flow-entry", "flow-mapping-end"]) ? this.#empty(next.start) : this.#node(false, false);
        this.#pair(pairs, key, () => this.#flowValue("flow-mapping-end"));
      } else this.#pair(pairs, this.#node(false, false), () => this.#empty(this.#scanner.peek().start));
    }
  }

  /** Passes over the comma between items. True: the collection ends here. */
  #flowEnds(end: TokenType, first: boolean, message: string): boolean {
    const token = this.#scanner.peek();
    if (token.type === end) return true;
    if (first) return false;
    if (token.type !== "flow-entry") this.#fault(message, token);
    this.#scanner.next();
    return this.#at(end);
  }

  #flowValue(end: TokenType): YamlNode {
    if (this.#at("value")) {
      this.#scanner.next();
      if (!isOneOf(this.#scanner.peek(), ["flow-entry", end])) return this.#node(false, false);
    }
    return this.#empty(this.#scanner.peek().start);
  }
}

/** Tokens at which a value was left out. */
const AFTER_ENTRY: readonly TokenType[] = ["block-entry", "block-end"];
const AFTER_INDENTLESS_ENTRY: readonly TokenType[] = ["block-entry", "key", "value", "block-end"];
const AFTER_KEY_OR_VALUE: readonly TokenType[] = ["key", "value", "block-end"];
const NO_CONTENT: readonly TokenType[] = ["version-directive", "tag-directive", "document-start", "document-end", "stream-end"];

function isOneOf(token: Token, types: readonly TokenType[]): boolean {
  return types.includes(token.type);
}

function endOf(node: YamlNode | undefined, otherwise: number): number {
  return node ? node.span.end : otherwise;
}

function propertiesOf(properties: Properties) {
  return {
    ...(properties.tag && { writtenTag: { text: properties.tag.text, span: properties.tag.span } }),
    ...(properties.anchor && { anchor: properties.anchor }),
  };
}
