import type { Definition } from "../../ansible/model";
import type { Wording } from "../../text/wording";
import { mirrorValue } from "../completion/mirrorValue";
import { type TreeIndex, treeIndex } from "../completion/treeIndex";
import { redacted } from "../secrets";
import type { Check, CheckContext, Finding, Fix, Related, Severity } from "./check";
import { knownNames } from "./knownNames";
import { type Fetched, fetched, isOwn, placeOfDefinition } from "./offlineEntries";
import { ownUses } from "./ownUses";
import { settingsOf } from "./settings";

/** Most downloads go to the user's mirror, and a few do not: behind a wall the run stops at the first of these. */
export const offlineLeak: Check = {
  code: "offline-leak",
  severity: "warning",
  title: { en: "Downloads that pass the mirror by", zh: "未经过镜像站的下载" },
  summary: {
    en: "A mirror of files or images is set (files_repo, registry_host, ...), but some of what the hosts download still comes from the internet, or all of it because nothing uses the mirror's variable.",
    zh: "已设置文件或镜像的镜像站（files_repo、registry_host 等），但主机下载的部分内容仍来自互联网；或者没有任何设置使用该变量，全部仍来自互联网。",
  },
  run,
};

const KINDS = ["file", "image"] as const;
type Kind = (typeof KINDS)[number];

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const { model } = context;
  if (model.inventory.imaginary !== undefined) return;
  const all = yield* fetched(context);
  const tree = treeIndex(context);
  for (const kind of KINDS) {
    const some = all.filter(({ entry, links }) => entry.kind === kind && links.length > 0);
    const leaving = some.filter(({ base }) => base === undefined);
    const sites = new Set(leaving.map(({ site }) => site));
    // An override that leads to the internet as well is no mirror.
    const mirrored = some.filter(({ base, site }) => base !== undefined && site !== undefined && !sites.has(site));
    const unserved = leaving.filter(({ site }) => site !== undefined && !isNamed(context, site));
    if (unserved.length === 0) continue;
    if (mirrored.length === 0) yield* unused(context, tree, kind, unserved);
    else {
      const finding = partly(context, tree, kind, mirrored, unserved);
      if (finding) yield finding;
    }
    yield undefined;
  }
}

/** Whether a value of the user's has the text: another variable's name, or a site such as a mirror is configured for in the runtime. */
function isNamed(context: CheckContext, text: string): boolean {
  return settingsOf(context).some(({ file, variable: { valueSpan } }) => {
    const written = file.document.text.slice(valueSpan.start, valueSpan.end);
    return written.includes(text) && withoutComments(written).includes(text);
  });
}

function withoutComments(text: string): string {
  return text.replace(/(^|\s)#.*/g, "");
}

/**
 * How many go to the mirror for each that does not, for the rest to be most likely forgotten: where a variable of the user's own stands for
 * the mirror, and where its address is only written into each line.
 */
const FORGOTTEN = { named: 3, unnamed: 5 } as const;

function partly(
  context: CheckContext,
  tree: TreeIndex,
  kind: Kind,
  mirrored: readonly Fetched[],
  leaving: readonly Fetched[],
): Finding | undefined {
  const base = mostly(mirrored);
  const place = placeOfDefinition(base);
  if (!place) return undefined;
  // A name for the whole, which the others begin with. Who leads one of kubespray's own sites elsewhere (`github_url`) mirrors that site.
  const isShared = helpersOf(tree).has(base.name) || (!tree.variables.has(base.name) && isNamed(context, base.name));
  const site = mirrored.find((one) => one.base === base)?.site ?? "";
  if (!isShared && overriddenFor(mirrored, site).size < 2) return undefined;
  const isForgotten = mirrored.length >= FORGOTTEN[isShared ? "named" : "unnamed"] * leaving.length && !hasProxy(context);
  if (!isForgotten && (!isShared || mirrored.length < leaving.length)) return undefined;
  const mirror = isShared ? base.name : site;
  const severity: Severity = isForgotten ? "warning" : "info";
  const total = mirrored.length + leaving.length;
  return {
    ...place,
    severity,
    message: {
      en: `${leaving.length} of ${total} ${kind === "file" ? "files" : "images"} that hosts download do not come from ${mirror}: ${firstOf(leaving)}. Without internet access the run stops there.`,
      zh: `主机下载的 ${total} 个${WORDS[kind].zh}中有 ${leaving.length} 个不来自 ${mirror}：${firstOf(leaving)}。没有互联网访问时，部署会在此中止。`,
    },
    related: relatedOf(leaving),
    fixes: overriding(context, tree, base, leaving),
  };
}

/** The variables whose values lead to the site. */
function overriddenFor(mirrored: readonly Fetched[], site: string): ReadonlySet<string> {
  return new Set(mirrored.filter((one) => one.site === site).flatMap(({ links }) => links.find(({ isOwn }) => isOwn)?.name ?? []));
}

/** A helper of kubespray's sample is set, and nothing begins with it. */
function* unused(context: CheckContext, tree: TreeIndex, kind: Kind, leaving: readonly Fetched[]): Iterable<Finding | undefined> {
  const helpers = helpersOf(tree);
  const names = knownNames(context);
  const candidates = settingsOf(context).filter(({ variable: { name } }) => helpers.has(name) && names.status(name).kind === "sample");
  if (candidates.length === 0) return;
  const uses = yield* ownUses(context);
  for (const { file, variable } of candidates) {
    if (uses.has(variable.name) || isNamed(context, variable.name) || !holdsAddress(variable.value)) continue;
    const users = helpers.get(variable.name) as ReadonlySet<string>;
    const served = leaving.filter(({ links }) => links.some(({ name }) => users.has(name)));
    if (served.length === 0) continue;
    yield {
      file: file.document.path,
      span: variable.keySpan,
      subject: variable.name,
      message: {
        en: `${variable.name} does nothing by itself: no setting begins with {{ ${variable.name} }}, and ${served.length} ${kind === "file" ? "files" : "images"} still come from the internet: ${firstOf(served)}.`,
        zh: `单独设置 ${variable.name} 不起作用：没有任何设置以 {{ ${variable.name} }} 开头，${served.length} 个${WORDS[kind].zh}仍来自互联网：${firstOf(served)}。`,
      },
      related: relatedOf(served),
      fixes: overriding(context, tree, { name: variable.name, file: file.document.path, valueSpan: variable.valueSpan }, served),
    };
  }
}

const WORDS = { file: { en: "files", zh: "文件" }, image: { en: "images", zh: "镜像" } } as const satisfies Record<Kind, Wording>;

function holdsAddress(value: () => unknown): boolean {
  try {
    const held = value();
    return typeof held === "string" && held.trim() !== "";
  } catch {
    return false;
  }
}

/** Variables that values of kubespray's sample begin with, and nothing defines: each with the names of these values. */
function helpersOf(tree: TreeIndex): ReadonlyMap<string, ReadonlySet<string>> {
  return tree.once("offline-helpers", () => {
    const helpers = new Map<string, Set<string>>();
    for (const { name, value } of tree.sample.values()) {
      const helper = /^["']?\{\{ *(\w+) *\}\}/.exec(value)?.[1];
      if (helper === undefined || tree.variables.has(helper)) continue;
      helpers.set(helper, (helpers.get(helper) ?? new Set()).add(name));
    }
    return helpers;
  });
}

/** What the most of them rest on. */
function mostly(mirrored: readonly Fetched[]): Definition {
  const counts = new Map<string, { readonly definition: Definition; count: number }>();
  for (const { base } of mirrored) {
    if (base === undefined) continue;
    const id = `${base.file} ${base.line} ${base.name}`;
    const known = counts.get(id);
    if (known) known.count++;
    else counts.set(id, { definition: base, count: 1 });
  }
  return ([...counts.values()].sort((a, b) => b.count - a.count)[0] as { readonly definition: Definition }).definition;
}

/** A way to the internet that is said to be there. */
function hasProxy(context: CheckContext): boolean {
  const { model } = context;
  return model.hosts.slice(0, 1).some((host) =>
    ["http_proxy", "https_proxy"].some((name) => {
      const resolved = model.resolve(host, name);
      return resolved.state === "known" && typeof resolved.value === "string" && resolved.value !== "";
    }),
  );
}

const MOST_NAMED = 3;
const MOST_RELATED = 5;

function firstOf(leaving: readonly Fetched[]): string {
  const shown = leaving.slice(0, MOST_NAMED).map(({ entry }) => redacted(entry.text));
  return shown.join(", ") + (leaving.length > shown.length ? ", …" : "");
}

function relatedOf(leaving: readonly Fetched[]): readonly Related[] {
  return leaving.slice(0, MOST_RELATED).flatMap(({ entry, links }) => {
    const definition = links.at(-1)?.definition;
    const place = definition && placeOfDefinition(definition);
    const text = redacted(entry.text);
    return place ? [{ file: place.file, span: place.span, message: { en: text, zh: text } }] : [];
  });
}

/** The lines of kubespray's sample for what is missing, below the mirror's own. */
function overriding(
  context: CheckContext,
  tree: TreeIndex,
  base: Pick<Definition, "name" | "file" | "valueSpan">,
  leaving: readonly Fetched[],
): readonly Fix[] {
  const { file, valueSpan, name } = base;
  const found = context.files.find(({ document }) => document.path === file);
  if (!found || !valueSpan || found.index.role.kind === "hosts-file") return [];
  const lines = new Map<string, string>();
  for (const { links } of leaving) {
    const value = links.toReversed().flatMap((link) => {
      const mirror = isOwn(context, link.definition) ? undefined : mirrorValue(tree, link.name);
      return mirror?.helper === name ? [{ name: link.name, text: mirror.template }] : [];
    })[0];
    if (value === undefined) return [];
    lines.set(value.name, value.text);
  }
  const { text } = found.document;
  const end = text.indexOf("\n", valueSpan.end);
  const at = end < 0 ? text.length : end;
  const added = [...lines].map(([key, value]) => `\n${key}: ${JSON.stringify(value)}`).join("");
  const edits = [{ file: found.document.path, span: { start: at, end: at }, text: added }];
  const one = [...lines.keys()][0] as string;
  return [
    {
      title:
        lines.size === 1
          ? { en: `Lead ${one} to ${name}`, zh: `将 ${one} 指向 ${name}` }
          : { en: `Lead these ${lines.size} to ${name}`, zh: `将这 ${lines.size} 项指向 ${name}` },
      edits,
    },
  ];
}
