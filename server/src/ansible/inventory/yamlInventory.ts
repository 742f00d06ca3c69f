import { truthy } from "../../python/convert";
import { Failure } from "../../python/failure";
import { repr, str } from "../../python/text";
import { PyDict, type Value } from "../../python/values";
import { lineIndex } from "../../text/lineIndex";
import type { Problem } from "../../text/problem";
import { type Span, span } from "../../text/span";
import { contentOf, type MappingPair, type YamlNode } from "../../yaml/yamlNode";
import { loadTree } from "../loadTree";
import { splitPort } from "./hostAddress";
import { expandRange, MAXIMUM_HOSTS } from "./hostRange";
import type { IniOptions } from "./iniInventory";
import type { EntryVariable, InventoryDocument, InventoryEntry, Rejection } from "./inventoryDocument";

export interface YamlInventory {
  readonly document: InventoryDocument;
  /** The `plugin` of a plugin's configuration: then it is no list of hosts. */
  readonly plugin?: string;
  /** False where the text is no mapping at all, as with an INI file. */
  readonly isMapping: boolean;
}

/**
 * A YAML (or JSON) hosts file, read as ansible/plugins/inventory/yaml.py does. Where Ansible would give up, the entry is noted as the reason
 * and the rest is read all the same. Never throws.
 */
export function parseYamlInventory(text: string, options: IniOptions): YamlInventory {
  return new YamlInventoryReader(text, options).read();
}

const MAXIMUM_WORK = 100_000;
/** Group names in a `children` tree may repeat without end through aliases. */
const MAXIMUM_ENTRIES = 500_000;
const SECTIONS = ["vars", "children", "hosts"];

class YamlInventoryReader {
  readonly #entries: InventoryEntry[] = [];
  readonly #problems: Problem[] = [];
  readonly #lines;
  #rejected: Rejection | undefined;
  #work = 0;

  constructor(
    private readonly text: string,
    private readonly options: IniOptions,
  ) {
    this.#lines = lineIndex(text);
  }

  read(): YamlInventory {
    const whole = span(0, Math.min(this.text.length, 1));
    const loaded = loadTree(this.text, this.options.generation);
    for (const problem of loaded.problems) {
      this.#problems.push(problem);
      if (problem.severity === "error") this.#rejected ??= this.#rejection(problem.message, problem.span ?? whole);
    }
    const data = loaded.value;
    if (data === undefined) return this.#result(false);
    if (!truthy(data)) this.#refuse("Parsed empty YAML file", whole);
    else if (!(data instanceof PyDict)) this.#refuse("YAML inventory has invalid structure, it should be a dictionary", whole);
    else {
      const plugin = data.get("plugin");
      if (plugin !== undefined && truthy(plugin)) return { ...this.#result(true), plugin: str(plugin) };
      this.#limited(whole, () => this.#groups(data, loaded.node, whole));
    }
    return this.#result(data instanceof PyDict);
  }

  #result(isMapping: boolean): YamlInventory {
    const rejected = this.#rejected;
    return { document: { syntax: "yaml", entries: this.#entries, problems: this.#problems, ...(rejected && { rejected }) }, isMapping };
  }

  #groups(groups: PyDict, node: YamlNode | undefined, at: Span): void {
    const pairs = pairsOf(node);
    for (const [name, body] of groups.entries()) {
      const pair = pairs.get(name);
      this.#group(name, body, pair?.value, pair?.key.span ?? at, 0);
    }
  }

  /** The name under which Ansible goes on with the group, undefined where it gives up. */
  #group(written: Value, body: Value, node: YamlNode | undefined, at: Span, depth: number): string | undefined {
    if (body !== null && !(body instanceof PyDict)) {
      this.#warn(`Skipping '${str(written)}' as this is not a valid group definition`, at);
      return typeof written === "string" ? written : undefined;
    }
    if (typeof written !== "string" || written === "") {
      this.#refuse(`Unable to add group ${repr(written)}: Invalid group name supplied, expected a string: put it in quotes.`, at);
      return undefined;
    }
    const name = this.options.groupName?.(written) ?? written;
    if (depth > 200) this.#stop("Groups are nested more than 200 levels deep.", at);
    this.#add({ kind: "group", name, section: "hosts", span: at, line: this.#line(at) });
    if (body === null) return name;
    const pairs = pairsOf(node);
    const sections = new Map<Value, PyDict>();
    for (const section of SECTIONS) {
      const given = body.get(section);
      if (typeof given === "string") sections.set(section, new PyDict([[given, null]]));
      else if (given !== undefined && given !== null && !(given instanceof PyDict)) {
        this.#refuse(
          `Invalid "${section}" entry for "${name}" group, requires a dictionary, found a list or a single value instead.`,
          pairs.get(section)?.key.span ?? at,
        );
      }
    }
    for (const [key, given] of body.entries()) {
      const pair = pairs.get(key);
      const here = pair?.key.span ?? at;
      const section = sections.get(key) ?? given;
      if (section === null) continue;
      if (!(section instanceof PyDict)) {
        if (typeof key !== "string" || !SECTIONS.includes(key))
          this.#warn(`Skipping key (${str(key)}) in group (${name}) as it is not a mapping`, here);
      } else if (key === "vars")
        this.#variables(section, pair?.value, here, (variable) => this.#add({ kind: "variable", group: name, ...variable }));
      else if (key === "children") this.#children(name, section, pair?.value, here, depth);
      else if (key === "hosts") this.#hosts(name, section, pair?.value, here);
      else this.#warn(`Skipping unexpected key (${str(key)}) in group (${name}), only "vars", "children" and "hosts" are valid`, here);
    }
    return name;
  }

  #children(group: string, children: PyDict, node: YamlNode | undefined, at: Span, depth: number): void {
    const pairs = pairsOf(node);
    for (const [child, body] of children.entries()) {
      const pair = pairs.get(child);
      const here = pair?.key.span ?? at;
      const name = this.#group(child, body, pair?.value, here, depth + 1);
      if (name !== undefined) this.#add({ kind: "child", group, child: name, span: here, line: this.#line(here) });
    }
  }

  #hosts(group: string, hosts: PyDict, node: YamlNode | undefined, at: Span): void {
    const pairs = pairsOf(node);
    for (const [pattern, body] of hosts.entries()) {
      const pair = pairs.get(pattern);
      const here = pair?.key.span ?? at;
      if (typeof pattern !== "string") {
        this.#refuse(`Host pattern ${repr(pattern)} must be a string. Enclose integers/floats in quotation marks.`, here);
        continue;
      }
      const variables: EntryVariable[] = [];
      if (body instanceof PyDict) this.#variables(body, pair?.value, here, (variable) => variables.push(variable));
      else if (truthy(body))
        this.#refuse(`Invalid data from file, expected dictionary and got: ${str(body).slice(0, 200)}`, pair?.value.span ?? here);
      const { pattern: name, port } = splitPort(pattern, this.options.generation);
      try {
        const names = expandRange(name, Math.min(MAXIMUM_HOSTS, MAXIMUM_WORK - this.#work));
        this.#work += names.length;
        this.#add({ kind: "host", group, pattern, hosts: names, port, variables, span: here, line: this.#line(here) });
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        this.#refuse(error.message, here);
      }
    }
  }

  #variables(variables: PyDict, node: YamlNode | undefined, at: Span, add: (variable: EntryVariable) => void): void {
    const pairs = pairsOf(node);
    for (const [name, value] of variables.entries()) {
      if (typeof name !== "string") continue; // no template can name it
      const pair = pairs.get(name);
      const keySpan = pair?.key.span ?? at;
      add({ name, value, keySpan, valueSpan: pair?.value.span ?? keySpan, line: this.#line(keySpan) });
    }
  }

  #add(entry: InventoryEntry): void {
    if (this.#entries.length >= MAXIMUM_ENTRIES) this.#stop("The hosts file says more than this program takes in.", span(0, 1));
    this.#entries.push(entry);
  }

  #line(at: Span): number {
    return this.#lines.positionAt(at.start).line + 1;
  }

  #rejection(message: string, at: Span): Rejection {
    return { message, line: this.#line(at), span: at };
  }

  #refuse(message: string, at: Span): void {
    this.#rejected ??= this.#rejection(message, at);
    this.#problems.push({ severity: "error", code: "inventory-syntax", message, span: at, line: this.#line(at) });
  }

  #warn(message: string, at: Span): void {
    this.#problems.push({ severity: "warning", code: "inventory-ignored", message, span: at, line: this.#line(at) });
  }

  #stop(message: string, at: Span): never {
    this.#refuse(message, at);
    throw STOP;
  }

  #limited(at: Span, body: () => void): void {
    try {
      body();
    } catch (error) {
      if (error instanceof Failure) this.#refuse(error.message, at);
      else if (error !== STOP) throw error;
    }
  }
}

const STOP = new Error("more than is read");

/** Where each key stands; of equal keys the last, whose value is the one that counts. */
function pairsOf(node: YamlNode | undefined): ReadonlyMap<Value, MappingPair> {
  const content = node && contentOf(node);
  if (content?.kind !== "mapping") return NO_PAIRS;
  const pairs = new Map<Value, MappingPair>();
  for (const pair of content.pairs) {
    const key = contentOf(pair.key);
    if (key.kind === "scalar") pairs.set(key.value, pair);
  }
  return pairs;
}

const NO_PAIRS: ReadonlyMap<Value, MappingPair> = new Map();
