import type { Definition } from "../../ansible/model";
import { signatureOf } from "../../ansible/signature";
import { isInside } from "../../files/paths";
import { PyDict, TaggedText, type Value } from "../../python/values";
import { type Span, span } from "../../text/span";
import { ofModel } from "../ofModel";
import type { CheckContext, Fix, Related } from "./check";
import { type Setting, settingsOf } from "./settings";

/** Who beats whom: shared by the checks about values that cannot win. */

/** Settings of names that others may set too, and undefined now and then, to stop for a moment. */
export function* rivals(context: CheckContext): Generator<Setting | undefined, void> {
  const settings = settingsOf(context);
  const contested = ofModel(context, "contested-names", () => contestedNames(settings));
  for (const [i, setting] of settings.entries()) {
    if (i % 50 === 0) yield undefined;
    if (contested.has(setting.variable.name)) yield setting;
  }
}

/** What stands in more than one place; lines of a hosts file that give each host its own address beat nothing. */
function contestedNames(settings: readonly Setting[]): ReadonlySet<string> {
  const first = new Map<string, Setting>();
  const found = new Set<string>();
  for (const setting of settings) {
    const { name, owner } = setting.variable;
    const other = first.get(name);
    if (other === undefined) first.set(name, setting);
    else if (other.file !== setting.file || owner.kind !== "hosts" || other.variable.owner.kind !== "hosts") found.add(name);
  }
  return found;
}

/** The hosts that the setting is made for, none where its group or host is none of this inventory. */
export function ownHosts(context: CheckContext, { file, variable }: Setting): readonly string[] {
  const { model } = context;
  const { owner } = variable;
  const { role } = file.index;
  const isReal = (host: string) => ofModel(context, "hosts-of-model", () => new Set(model.hosts)).has(host);
  if (owner.kind === "hosts") return owner.hosts.filter(isReal);
  if (owner.kind === "group") return model.hostsOf(owner.group);
  if (role.kind === "group-vars") return model.hostsOf(role.group);
  return role.kind === "host-vars" && isReal(role.host) ? [role.host] : [];
}

/** What it belongs to, in the words of Definition.owner. */
export function ownerOf({ file, variable }: Setting): { readonly kind: "group" | "host"; readonly name: string } | undefined {
  const { owner } = variable;
  const { role } = file.index;
  if (owner.kind === "group") return { kind: "group", name: owner.group };
  if (owner.kind === "hosts") return owner.hosts.length === 1 ? { kind: "host", name: owner.hosts[0] as string } : undefined;
  if (role.kind === "group-vars") return { kind: "group", name: role.group };
  return role.kind === "host-vars" ? { kind: "host", name: role.host } : undefined;
}

export function isAt({ file, variable }: Setting, definition: Definition): boolean {
  return definition.file === file.document.path && definition.keySpan?.start === variable.keySpan.start;
}

/** Whether a role of this release or Ansible itself has a use for the name: what else an inventory holds is for other playbooks. */
export function isKubesprays(context: CheckContext, name: string): boolean {
  if (name === "ip" || name === "access_ip" || name.startsWith("ansible_")) return true;
  const known = ofModel(context, "is-kubesprays", () => new Map<string, boolean>());
  let answer = known.get(name);
  if (answer === undefined) {
    answer = context.model.catalog.definitions(name).length > 0;
    known.set(name, answer);
  }
  return answer;
}

/** Undefined where it is broken or cannot be known. */
export function rawValue({ variable }: Setting): Value | undefined {
  try {
    return variable.value();
  } catch {
    return undefined;
  }
}

/** Certain to be another value: neither another type of the same text nor too large to compare. */
export function isOtherValue(a: Value | undefined, b: Value | undefined): boolean {
  return signature(a) !== undefined && signature(b) !== undefined && !isSameValue(a, b);
}

/** As far as can be told. */
export function isSameValue(a: Value | undefined, b: Value | undefined): boolean {
  const left = signature(a);
  if (left !== undefined && left === signature(b)) return true;
  return isScalar(a) && isScalar(b) && String(a).toLowerCase() === String(b).toLowerCase();
}

function signature(value: Value | undefined): string | undefined {
  // What is vaulted may be the same inside.
  return value === undefined || value instanceof TaggedText ? undefined : signatureOf(value);
}

function isScalar(value: unknown): boolean {
  return value === null || ["string", "boolean", "number", "bigint"].includes(typeof value);
}

/** With hash_behaviour=merge both dicts count. */
export function areMerged({ model }: CheckContext, host: string, value: Value | undefined, winner: Definition): boolean {
  if (!(value instanceof PyDict)) return false;
  const raw = winner.raw();
  const resolved = model.resolve(host, winner.name);
  return raw instanceof PyDict && resolved.state === "known" && resolved.value instanceof PyDict && resolved.value.size > raw.size;
}

/** `group_vars/all/x.yml:3`, as short as it is clear. */
export function placeWords(context: CheckContext, definition: Pick<Definition, "file" | "line">): string {
  const { file, line } = definition;
  if (file === undefined) return "";
  const { inventory, kubespray } = context.model;
  const folder = [inventory.folder, kubespray?.root].find((one) => one !== undefined && isInside(file, one));
  const short = folder === undefined ? file : file.slice(folder.length + 1);
  return line === undefined ? short : `${short}:${line}`;
}

/** Takes the lines of a setting away; none where something else stands on them. */
export function deletion({ file, variable }: Setting): readonly Fix[] {
  const { path, text } = file.document;
  const lines = wholeLines(text, span(variable.keySpan.start, Math.max(variable.keySpan.end, variable.valueSpan.end)));
  if (lines === undefined || path.endsWith(".json")) return [];
  return [
    { title: { en: `Delete ${variable.name} here`, zh: `删除此处的 ${variable.name}` }, edits: [{ file: path, span: lines, text: "" }] },
  ];
}

/** The lines that a pair of key and value fills; undefined where something else stands on them. */
export function wholeLines(text: string, { start, end }: Span): Span | undefined {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", text[end - 1] === "\n" ? end - 1 : end);
  const rest = text.slice(end, next < 0 ? text.length : next);
  if (text.slice(from, start).trim() !== "" || !/^:?\s*(?:#.*)?$/.test(rest)) return undefined;
  return span(from, next < 0 ? text.length : next + 1);
}

/** The place that wins, for an editor to go to. */
export function winnerAt({ file, keySpan }: Definition): readonly Related[] {
  return file === undefined || keySpan === undefined
    ? []
    : [{ file, span: keySpan, message: { en: "This one wins.", zh: "此处的值生效。" } }];
}
