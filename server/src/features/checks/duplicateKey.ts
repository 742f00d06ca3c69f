import type { EntryVariable, InventoryEntry } from "../../ansible/inventory/inventoryDocument";
import { type Span, span } from "../../text/span";
import { parseYaml } from "../../yaml/parseYaml";
import type { MappingPair, YamlNode } from "../../yaml/yamlNode";
import type { Check, CheckContext, CheckedFile, Finding, Fix } from "./check";
import { isSameValue, wholeLines } from "./overriddenBy";

/**
 * The same key twice in one mapping, or the same variable twice for one group or host of a hosts file: Ansible takes the last, with no more
 * than a warning among its others ("found a duplicate dict key", ansible/parsing/yaml/constructor.py).
 */
export const duplicateKey: Check = {
  code: "duplicate-key",
  severity: "warning",
  title: { en: "The same key twice", zh: "键重复" },
  summary: {
    en: "A key stands twice in one mapping, or a variable twice for one group or host of the hosts file: only the last counts.",
    zh: "同一字典中键出现两次，或主机清单文件中为同一组或主机两次设置同一变量：只有最后一个生效。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  for (const file of context.files) {
    const { path, text } = file.document;
    const isIni = file.index.inventory?.syntax === "ini";
    const twice = context.memo.of("duplicate-keys", path, text, () => [
      ...(isIni ? [] : inMappings(text)),
      ...(file.index.inventory ? inEntries(file.index.inventory.entries) : []),
    ]);
    for (const one of twice.slice(0, MOST)) yield finding(file, one);
    yield undefined;
  }
}

/** In one file: more tell nothing new. */
const MOST = 100;

interface Twice {
  readonly key: string;
  readonly first: Span;
  readonly last: Span;
  readonly isSame: boolean;
  /** The whole lines of the first, where they can go. */
  readonly lines?: Span;
}

function inMappings(text: string): readonly Twice[] {
  const found: Twice[] = [];
  const open: YamlNode[] = parseYaml(text).documents.flatMap((node) => node ?? []);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === "sequence") open.push(...node.items);
    if (node.kind !== "mapping") continue;
    const last = new Map<string, MappingPair>();
    for (const pair of [...node.pairs].reverse()) {
      open.push(pair.value);
      const { key } = pair;
      // Merges add up.
      if (key.kind !== "scalar" || (key.value === "<<" && key.style === "plain")) continue;
      const id = `${key.tag}\0${key.value}`;
      const winner = last.get(id);
      if (winner === undefined) last.set(id, pair);
      else found.push(twiceInMapping(text, key.value, pair, winner, node.style === "block"));
    }
  }
  return found.reverse();
}

function twiceInMapping(text: string, key: string, pair: MappingPair, winner: MappingPair, isBlock: boolean): Twice {
  const written = (one: MappingPair) => text.slice(one.value.span.start, one.value.span.end).trim();
  const lines = isBlock ? wholeLines(text, span(pair.key.span.start, Math.max(pair.key.span.end, pair.value.span.end))) : undefined;
  return { key, first: pair.key.span, last: winner.key.span, isSame: written(pair) === written(winner), ...(lines && { lines }) };
}

/** Two lines for one group, or for one and the same pattern of hosts: a range and then one host of it are an exception made on purpose. */
function inEntries(entries: readonly InventoryEntry[]): readonly Twice[] {
  const found: Twice[] = [];
  const last = new Map<string, EntryVariable>();
  const add = (owner: string, variable: EntryVariable, isHost: boolean) => {
    const id = `${owner}\0${variable.name}`;
    const winner = last.get(id);
    if (winner === undefined) {
      last.set(id, variable);
      return;
    }
    const isSame = isSameValue(variable.value, winner.value);
    // People repeat whole lines in every group of a host. Aliases of YAML lead to the same place.
    if ((isHost && isSame) || variable.keySpan.start === winner.keySpan.start) return;
    found.push({ key: variable.name, first: variable.keySpan, last: winner.keySpan, isSame });
  };
  for (const entry of [...entries].reverse()) {
    if (entry.kind === "variable") add(`group ${entry.group}`, entry, false);
    else if (entry.kind === "host") for (const variable of entry.variables) add(`host ${entry.pattern}`, variable, true);
  }
  return found.reverse();
}

function finding({ document }: CheckedFile, { key, first, last, isSame, lines }: Twice): Finding {
  const { path, lines: index } = document;
  const line = index.positionAt(last.start).line + 1;
  const remove: Fix = {
    title: { en: "Delete this one, which does nothing", zh: "删除此处不起作用的键" },
    edits: lines ? [{ file: path, span: lines, text: "" }] : [],
  };
  return {
    file: path,
    span: first,
    subject: key,
    severity: isSame ? "info" : "warning",
    faded: true,
    message: isSame
      ? { en: `${key} stands here again as in line ${line}, with the same value.`, zh: `${key} 在第 ${line} 行重复出现，值相同。` }
      : {
          en: `${key} stands again in line ${line}. Ansible takes the last one, and this one does nothing.`,
          zh: `${key} 在第 ${line} 行再次出现。Ansible 采用最后一个，此处的不起作用。`,
        },
    fixes: lines ? [remove] : [],
    related: [{ file: path, span: last, message: { en: "This one counts.", zh: "此处的生效。" } }],
  };
}
