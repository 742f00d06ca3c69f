import type { Generation } from "../../jinja/context";
import { Budget } from "../../python/budget";
import { Failure } from "../../python/failure";
import { iniLiteral } from "../../python/literal";
import { PyDict, PySet, PyTuple, Undefined, type Value } from "../../python/values";
import type { Problem } from "../../text/problem";
import { type Span, span } from "../../text/span";
import { splitPort } from "./hostAddress";
import { expandRange, MAXIMUM_HOSTS } from "./hostRange";
import type { EntryVariable, InventoryDocument, InventoryEntry, Rejection } from "./inventoryDocument";
import { PYTHON_SPACE, type StrippedLine, strip, strippedLines } from "./pythonLines";
import { type ShellWord, shellWords } from "./shellWords";

/**
 * An INI hosts file, read as ansible/plugins/inventory/ini.py does, line by line. Where Ansible would give up with an error, the line is
 * noted as the reason and the rest is read all the same. Never throws. Whether groups exist is told when the document is applied.
 */
export function parseIniInventory(text: string, options: IniOptions): InventoryDocument {
  const reader = new IniReader(options);
  for (const line of strippedLines(text)) reader.line(line);
  return reader.document();
}

export interface IniOptions {
  readonly generation: Generation;
  /** Replaces what Ansible's configuration tells it to replace in group names (force_valid_group_names). */
  readonly groupName?: (name: string) => string;
}

/** Hosts that all lines of one file may write out together, so that no file can ask for endless work. */
const MAXIMUM_WORK = 100_000;

const SECTION = new RegExp(`^\\[([^:\\]${PYTHON_SPACE}]+)(?::([\\p{L}\\p{N}_]+))?\\][${PYTHON_SPACE}]*(?:#.*)?$`, "su");
const GROUP_NAME = new RegExp(`^([^:\\]${PYTHON_SPACE}]+)[${PYTHON_SPACE}]*(?:#.*)?$`, "su");

class IniReader {
  readonly #entries: InventoryEntry[] = [];
  readonly #problems: Problem[] = [];
  #rejected: Rejection | undefined;
  #group = "ungrouped";
  /** `unknown` below a section that Ansible refuses: its lines cannot be told. */
  #section: "hosts" | "vars" | "children" | "unknown" = "hosts";
  #work = 0;
  /** For one value after the other. */
  readonly #budget = new Budget();

  constructor(private readonly options: IniOptions) {}

  document(): InventoryDocument {
    const { rejected } = { rejected: this.#rejected };
    return { syntax: "ini", entries: this.#entries, problems: this.#problems, ...(rejected && { rejected }) };
  }

  line(line: StrippedLine): void {
    const { text } = line;
    if (text === "" || text[0] === "#" || text[0] === ";") return;
    const section = SECTION.exec(text);
    if (section !== null) this.#header(line, section[1] as string, section[2]);
    else if (text.startsWith("[") && text.endsWith("]")) {
      this.#section = "unknown";
      this.#refuse(
        line,
        `Invalid section entry: '${text}'. Please make sure that there are no spaces in the section entry, and that there are no other invalid characters`,
      );
    } else if (this.#section === "hosts") this.#host(line);
    else if (this.#section === "vars") this.#variable(line);
    else if (this.#section === "children") this.#child(line);
  }

  #header(line: StrippedLine, written: string, type: string | undefined): void {
    this.#group = this.options.groupName?.(written) ?? written;
    if (type !== undefined && type !== "hosts" && type !== "vars" && type !== "children") {
      this.#section = "unknown";
      this.#refuse(line, `Section [${this.#group}:${type}] has unknown type: ${type}`);
      return;
    }
    this.#section = type ?? "hosts";
    this.#entries.push({
      kind: "group",
      name: this.#group,
      section: this.#section,
      span: span(line.start + 1, line.start + 1 + written.length),
      line: line.number,
    });
  }

  #host(line: StrippedLine): void {
    const split = shellWords(line.text);
    if (!split.ok) {
      this.#refuse(
        line,
        `Error parsing host definition '${line.text}': ${split.message}`,
        span(line.start + split.at, line.start + line.text.length),
      );
      return;
    }
    const [first, ...rest] = split.words;
    if (first === undefined) return;
    const at = wordSpan(line, first);
    const { pattern, port } = splitPort(first.text, this.options.generation);
    let hosts: readonly string[] = [];
    try {
      hosts = expandRange(pattern, Math.min(MAXIMUM_HOSTS, MAXIMUM_WORK - this.#work));
      this.#work += hosts.length;
    } catch (error) {
      this.#refuse(line, reason(error), at);
    }
    if (strip(first.text).text.endsWith(":") && port === undefined) {
      this.#refuse(
        line,
        `Invalid host pattern '${first.text}' supplied, ending in ':' is not allowed, this character is reserved to provide a port.`,
        at,
      );
      hosts = [];
    }
    if (hosts.some((host) => strip(host).text === "---")) {
      this.#refuse(line, `Invalid host pattern '${first.text}' supplied, '---' is normally a sign this is a YAML file.`, at);
      hosts = [];
    }
    const variables = this.#assignments(line, rest);
    this.#entries.push({ kind: "host", group: this.#group, pattern: first.text, hosts, port, variables, span: at, line: line.number });
  }

  #assignments(line: StrippedLine, words: readonly ShellWord[]): EntryVariable[] {
    const variables = new Map<string, EntryVariable>();
    for (const word of words) {
      const equals = word.text.indexOf("=");
      if (equals < 0) {
        this.#refuse(line, `Expected key=value host variable assignment, got: ${word.text}`, wordSpan(line, word));
        continue;
      }
      const name = word.text.slice(0, equals);
      const keySpan = span(line.start + word.start, line.start + word.equals);
      const valueSpan = span(line.start + word.equals + 1, line.start + word.end);
      variables.set(name, {
        name,
        value: this.#value(line, word.text.slice(equals + 1), valueSpan),
        keySpan,
        valueSpan,
        line: line.number,
      });
    }
    return [...variables.values()];
  }

  #variable(line: StrippedLine): void {
    const equals = line.text.indexOf("=");
    if (equals < 0) {
      this.#refuse(line, `Expected key=value, got: ${line.text}`);
      return;
    }
    const name = strip(line.text.slice(0, equals)).text;
    const written = strip(line.text.slice(equals + 1));
    const valueStart = line.start + equals + 1 + written.start;
    const valueSpan = span(valueStart, valueStart + written.text.length);
    this.#entries.push({
      kind: "variable",
      group: this.#group,
      name,
      value: this.#value(line, written.text, valueSpan),
      keySpan: span(line.start, line.start + name.length),
      valueSpan,
      line: line.number,
    });
  }

  #child(line: StrippedLine): void {
    const name = GROUP_NAME.exec(line.text)?.[1];
    if (name === undefined) {
      this.#refuse(line, `Expected group name, got: ${line.text}`);
      return;
    }
    const at = span(line.start, line.start + name.length);
    this.#entries.push({ kind: "child", group: this.#group, child: name, span: at, line: line.number });
  }

  #value(line: StrippedLine, text: string, at: Span): Value {
    try {
      this.#budget.reset();
      const literal = iniLiteral(text, this.#budget);
      if (literal.kind === "text") return text;
      if (literal.kind === "value") return coerce(literal.value, this.options.generation);
      return unknownValue(`This program does not know the value of ${literal.what} (${text}).`);
    } catch (error) {
      if (error instanceof Failure && error.kind === "unknown") return unknownValue(error.message);
      this.#refuse(line, reason(error), at);
      return unknownValue(`Ansible refuses the hosts file because of this value: ${reason(error)}.`);
    }
  }

  #refuse(line: StrippedLine, message: string, at: Span = span(line.start, line.start + line.text.length)): void {
    this.#rejected ??= { message, line: line.number, span: at };
    this.#problems.push({ severity: "error", code: "inventory-syntax", message, span: at, line: line.number });
  }
}

function wordSpan(line: StrippedLine, word: ShellWord): Span {
  return span(line.start + word.start, line.start + word.end);
}

function reason(error: unknown): string {
  if (error instanceof Failure) return error.message;
  throw error;
}

function unknownValue(why: string): Undefined {
  return new Undefined(why, undefined, new Failure("unknown", why, "inventory"));
}

/** From 2.19 on tuples and sets become lists and bytes text (_parse_recursive_coerce_types_and_tag); before, only bytes at the top do. */
function coerce(value: Value, generation: Generation, top = true): Value {
  if (value instanceof Object && "bytes" in value && (top || generation === "native")) return new TextDecoder().decode(value.bytes);
  if (generation === "classic") return value;
  if (Array.isArray(value)) return value.map((item) => coerce(item, generation, false));
  if (value instanceof PyTuple) return value.items.map((item) => coerce(item, generation, false));
  if (value instanceof PySet) {
    // The order of a Python set cannot be known.
    if (value.size > 1) return unknownValue("The order in which Python lists a set is not known before the run.");
    return [...value.values()].map((item) => coerce(item, generation, false));
  }
  if (value instanceof PyDict) return new PyDict([...value.entries()].map(([key, item]) => [key, coerce(item, generation, false)]));
  return value;
}
