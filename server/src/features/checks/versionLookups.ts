import type { Definition } from "../../ansible/model";
import { templateNames } from "../../kubespray/templateNames";
import { str } from "../../python/text";
import { PyDict } from "../../python/values";
import { architectureOf } from "../architectures";
import { type Field, fieldsIn, type Lookup, lookupsOf } from "../completion/lookups";
import { isVersion, type Version } from "../completion/tableKeys";
import { type TreeIndex, treeIndex } from "../completion/treeIndex";
import { versionsOf } from "../completion/versions";
import { ofModel } from "../ofModel";
import type { CheckContext } from "./check";
import { isOwn, planOf } from "./offlineEntries";

/**
 * Versions of the user's that a table of kubespray's has no entry for: the tables and what they are looked up by are read from the release's
 * own defaults (`kubelet_checksums[image_arch][kube_version]`), and only look-ups count that make the download fail for certain. What the
 * checks of versions share.
 */
export interface MissingVersion {
  /** The user's own value behind the look-up: a plain text or number, or a template that gives it. */
  readonly definition: Definition;
  /** As the user gives it. */
  readonly value: Version;
  /** What is looked up (the version, or what is made of it: `1.30` of `1.30.4`) with the names of the tables without it. */
  readonly tables: ReadonlyMap<string, ReadonlySet<string>>;
  /** The variables that would take a checksum of the user's own. */
  readonly definers: readonly string[];
  /** Versions that all these tables have, newest first. */
  readonly known: readonly Version[];
  readonly hosts: readonly string[];
  readonly architectures: readonly string[];
  /** The version is there for other architectures. */
  readonly isElsewhere: boolean;
  /** The whole list of downloads fails on these hosts; else one download does. */
  readonly stopsAll: boolean;
}

export function* missingVersions(context: CheckContext): Generator<undefined, readonly MissingVersion[]> {
  const kept = ofModel<{ found?: readonly MissingVersion[] }>(context, "missing-versions", () => ({}));
  kept.found ??= yield* collect(context);
  return kept.found;
}

interface Gathered {
  readonly definition: Definition;
  readonly value: Version;
  readonly tables: Map<string, Set<string>>;
  readonly definers: Set<string>;
  /** Under which it is looked up as it is. */
  readonly indexNames: Set<string>;
  /** Where it never is: what is looked up is made of these. */
  readonly madeOf: Set<string>;
  readonly hosts: Set<string>;
  readonly architectures: Set<string>;
  isElsewhere: boolean;
  stopsAll: boolean;
}

function* collect(context: CheckContext): Generator<undefined, readonly MissingVersion[]> {
  const found = new Map<string, Gathered>();
  const answers: Answers = new Map();
  let tree: TreeIndex | undefined;
  for (const host of context.model.hosts) {
    const plan = yield* planOf(context, host);
    yield undefined;
    // Nothing fails: but for the 0 that older releases have where there is no checksum.
    const zeros = plan.items.flatMap(({ key, selected, artifact }) =>
      selected === true && artifact && "url" in artifact && /^(?:\w+:)?0$/.test(artifact.checksum ?? "") ? [key] : [],
    );
    if (!plan.inPlay || plan.loopError?.kind === "unknown" || (!plan.loopError && zeros.length === 0)) continue;
    tree ??= treeIndex(context);
    for (const lookup of lookupsOf(tree)) {
      const own = ownBehind(context, host, lookup.names, new Set());
      if (own === undefined) continue;
      yield undefined;
      const answer = answered(context, host, lookup, own, answers);
      if (answer !== undefined && (!answer.isZero || isFetched(context, host, lookup, zeros)))
        add(context, host, { lookup, own, answer }, found);
    }
  }
  if (tree === undefined) return [];
  const known = tree;
  return [...found.values()].map((one) => {
    const { definition, value, tables, definers, hosts, architectures, isElsewhere, stopsAll } = one;
    return {
      ...{ definition, value, tables, definers: [...definers], known: knownVersions(context, known, one) },
      ...{ hosts: [...hosts], architectures: [...architectures], isElsewhere, stopsAll },
    };
  });
}

function knownVersions(context: CheckContext, tree: TreeIndex, one: Gathered): readonly Version[] {
  const names = [one.indexNames, one.madeOf, [one.definition.name]].map((some) => [...some]).find((some) => some.length > 0) ?? [];
  const hosts = [...representatives(context, one.hosts)];
  const [first = [], ...rest] = hosts.flatMap((host) => names.map((name) => versionsOf(context, tree, host, name)));
  return first.filter((version) => rest.every((list) => list.some((other) => str(other) === str(version))));
}

/** One host for each architecture: their tables are the same. */
function representatives(context: CheckContext, hosts: ReadonlySet<string>): Iterable<string> {
  const byArchitecture = new Map<string | undefined, string>();
  for (const host of hosts) {
    const architecture = architectureOf(context, host);
    if (!byArchitecture.has(architecture)) byArchitecture.set(architecture, host);
  }
  return byArchitecture.values();
}

/** What a look-up gives on a host, where it makes a download fail. */
interface Answer {
  /** What is looked up. */
  readonly value: Version;
  /** The table has a 0, which no file has as its checksum. */
  readonly isZero: boolean;
  readonly isElsewhere: boolean;
}

type Answers = Map<string, Answer | undefined>;

/** Hosts of one architecture with the same definitions have the same answer. */
function answered(context: CheckContext, host: string, lookup: Lookup, own: Own, answers: Answers): Answer | undefined {
  const { model } = context;
  const isShared = own.isDirect || (own.template !== undefined && namesIn(context, own.template).length === 1);
  const places = [lookup.definer, lookup.name, "downloads", ...lookup.names].map((name) => placeText(model.definitions(host, name)[0]));
  const said = [architectureOf(context, host), isArchitectureSaid(context, host), isShared ? "" : host];
  const id = [lookup.table, lookup.index, lookup.field?.template, placeText(own.definition), ...said, ...places].join("\0");
  if (!answers.has(id)) answers.set(id, answerOf(context, host, lookup));
  return answers.get(id);
}

function placeText(definition: Definition | undefined): string {
  return definition === undefined ? "" : `${definition.file} ${definition.valueSpan?.start} ${definition.line} ${definition.owner}`;
}

function answerOf(context: CheckContext, host: string, lookup: Lookup): Answer | undefined {
  const { model } = context;
  // Where the default does not count, the user gives the checksum.
  if (model.definitions(host, lookup.definer)[0]?.file !== lookup.file) return undefined;
  const resolved = lookup.field ? model.evaluate(host, lookup.field.template) : model.resolve(host, lookup.definer);
  const isZero = resolved.state === "known" && (resolved.value === 0n || resolved.value === "0");
  if (!isZero && resolved.state !== "undefined" && resolved.state !== "failed") return undefined;
  const value = model.evaluate(host, `{{ ${lookup.index} }}`);
  const keys = model.evaluate(host, `{{ ${lookup.table} | list }}`);
  if (value.state !== "known" || keys.state !== "known" || !isVersion(value.value) || !Array.isArray(keys.value)) return undefined;
  // A table of versions, and not one by architecture or mode.
  if (keys.value.length === 0 || !keys.value.every((key) => /^v?\d/.test(str(key)))) return undefined;
  const isIn = model.evaluate(host, `{{ (${lookup.index}) in (${lookup.table}) }}`);
  if (isIn.state !== "known" || (isIn.value === true) !== isZero) return undefined;
  if (!isZero && !lookup.field && !isNeeded(context, host, lookup.definer)) return undefined;
  const isElsewhere = existsElsewhere(context, host, lookup);
  // An architecture that is only assumed may be another.
  if (isElsewhere && !isArchitectureSaid(context, host)) return undefined;
  return { value: value.value, isZero, isElsewhere };
}

interface Missing {
  readonly lookup: Lookup;
  readonly own: Own;
  readonly answer: Answer;
}

function add(context: CheckContext, host: string, { lookup, own, answer }: Missing, found: Map<string, Gathered>): void {
  const id = placeText(own.definition);
  let one = found.get(id);
  if (one === undefined) {
    one = {
      definition: own.definition,
      value: literalOf(own.definition) ?? answer.value,
      ...{ tables: new Map(), definers: new Set(), indexNames: new Set(), madeOf: new Set() },
      ...{ hosts: new Set(), architectures: new Set(), isElsewhere: false, stopsAll: false },
    };
    found.set(id, one);
  }
  const looked = str(answer.value);
  one.tables.set(looked, (one.tables.get(looked) ?? new Set()).add(lookup.name));
  if (!lookup.field && /checksum/.test(lookup.definer)) one.definers.add(lookup.definer);
  if (own.isDirect) for (const name of lookup.names) one.indexNames.add(name);
  else if (own.template !== undefined) one.madeOf.add(own.name);
  one.hosts.add(host);
  const architecture = architectureOf(context, host);
  // A table for each architecture is looked up by it.
  if (architecture !== undefined && lookup.table.includes("[")) one.architectures.add(architecture);
  one.isElsewhere ||= answer.isElsewhere;
  one.stopsAll ||= !answer.isZero;
}

/** Whether a field of a download rests on the variable and fails with it. */
function isNeeded(context: CheckContext, host: string, definer: string): boolean {
  for (const { template } of fieldsOf(context, host)) {
    if (!reaches(context, host, template, definer)) continue;
    const { state } = context.model.evaluate(host, template);
    if (state === "undefined" || state === "failed") return true;
  }
  return false;
}

/** Whether one of the files with the checksum 0 has it from there. */
function isFetched(context: CheckContext, host: string, { definer, field }: Lookup, zeros: readonly string[]): boolean {
  if (field) return zeros.includes(field.key);
  return fieldsOf(context, host).some(({ key, template }) => zeros.includes(key) && reaches(context, host, template, definer));
}

function fieldsOf({ model }: CheckContext, host: string): readonly Field[] {
  return fieldsIn(model.definitions(host, "downloads")[0]?.raw());
}

/** Whether working a template out can ask for a variable. */
function reaches(context: CheckContext, host: string, template: string, target: string): boolean {
  if (template.includes(target)) return true;
  const all = new Set(namesIn(context, template));
  for (const name of all) {
    if (name === target) return true;
    if (all.size > MOST_NAMES) return false;
    const raw = context.model.definitions(host, name)[0]?.raw();
    if (typeof raw === "string") for (const next of namesIn(context, raw)) all.add(next);
  }
  return false;
}

const MOST_NAMES = 60;

/** Parsed once for all hosts. */
function namesIn(context: CheckContext, template: string): readonly string[] {
  const known = ofModel(context, "names-of-templates", () => new Map<string, readonly string[]>());
  let names = known.get(template);
  if (names === undefined) {
    names = templateNames(template);
    known.set(template, names);
  }
  return names;
}

interface Own {
  readonly definition: Definition;
  /** Of the names, or of those in the template, the one that leads to it. */
  readonly name: string;
  /** The value is what the names have, through other names at most. */
  readonly isDirect: boolean;
  /** What the names have is made by this template, which names the variable. */
  readonly template?: string;
}

/** The user's own plain value that the names rest on, through templates that do no look-up of their own. */
function ownBehind(context: CheckContext, host: string, names: readonly string[], seen: Set<string>): Own | undefined {
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    const definition = context.model.definitions(host, name)[0];
    const raw = definition?.raw();
    if (definition === undefined || !isVersion(raw)) continue;
    const isTemplate = typeof raw === "string" && /\{[{%]/.test(raw);
    if (isTemplate && !LOOKS_UP.test(raw)) {
      const behind = ownBehind(context, host, namesIn(context, raw), seen);
      const isAlias = /^\{\{-? *\w+ *-?\}\}$/.test(raw.trim());
      if (behind && isAlias) return behind.isDirect ? { ...behind, name } : behind;
      if (behind) return { ...behind, isDirect: false, ...(behind.isDirect && { template: raw }) };
    }
    if (isOwn(context, definition)) return { definition, name, isDirect: true };
  }
  return undefined;
}

const LOOKS_UP = /\[\s*[a-z_]|dict2items|\.keys\(|lookup\(|query\(/;

/** In the same table for another architecture: kubespray's tables have one for each, under its name. */
function existsElsewhere({ model }: CheckContext, host: string, { table, index }: Lookup): boolean {
  const whole = /^(\w+)\[[^[\]]+\]$/.exec(table)?.[1];
  if (whole === undefined) return false;
  const tables = model.resolve(host, whole);
  const version = model.evaluate(host, `{{ ${index} }}`);
  if (tables.state !== "known" || !(tables.value instanceof PyDict) || version.state !== "known") return false;
  const key = version.value;
  return [...tables.value.values()].some((one) => {
    const sum = one instanceof PyDict ? one.get(key) : undefined;
    return sum !== undefined && sum !== 0n;
  });
}

/** By facts of a file or by the inventory, and not by what is assumed where nothing is known. */
export function isArchitectureSaid({ model }: CheckContext, host: string): boolean {
  const names = ["image_arch", "host_architecture", "ansible_architecture"];
  return names.some((name) => {
    const definition = model.definitions(host, name)[0];
    return (
      definition !== undefined && definition.layer !== "role-defaults" && definition.layer !== "role-vars" && definition.file !== undefined
    );
  });
}

function literalOf(definition: Definition): Version | undefined {
  const raw = definition.raw();
  return isVersion(raw) && !(typeof raw === "string" && raw.includes("{")) ? raw : undefined;
}
