import type { Definition } from "../../ansible/model";
import { architectureOf } from "../architectures";
import type { FeatureContext } from "../feature";
import { type Agreement, agreements, hostWords } from "../hostSets";
import { leadsAnywhere, leadsTo } from "../leadsTo";
import { code, definitionLink, escapeMarkdown, isGathered } from "../places";
import { holdsText, isSecret, isSecretName, redacted } from "../secrets";
import { inlineText } from "../valueText";
import { wordsFor } from "../words";
import { defaultHistoryLine } from "./defaultHistory";
import { valueLines } from "./valueLines";

const MOST_DOWNLOADS = 6;
const MOST_DEFINITIONS = 4;
/** Hosts for which every single one is asked where its value comes from. */
const FEW = 24;

/**
 * What is known of a variable on these hosts: its value, where they differ by hosts; what is downloaded because of it; where it was decided,
 * what that overrides; what the comment above it says. Undefined where nobody knows the name.
 */
export function variableHover(context: FeatureContext, name: string, hosts: readonly string[]): string | undefined {
  const { model } = context;
  const found = agreements(hosts, (host) => model.resolve(host, name));
  const chains = definitionChains(context, name, hosts, found);
  const elsewhere = chains.length === 0 ? model.catalog.definitions(name) : [];
  const nowhere = chains.length === 0 && elsewhere.length === 0;
  if (nowhere && found.every(({ resolved }) => resolved.state === "undefined")) {
    return `**${code(name)}**\n\n${unset(context, name, hosts)}`;
  }
  const isHidden = (agreement: Agreement) => isSecret(context, agreement.hosts[0] as string, name, agreement.resolved);
  const parts = [valueLines(context, `**${code(name)}**`, found, isHidden)];
  const downloads = found.some(isHidden) ? "" : downloadLines(context, name, found);
  if (downloads !== "") parts.push(downloads);
  const decided = decidedLines(context, name, chains.length > 0 ? chains : elsewhere.map((definition) => [definition]));
  const history = found.some(isHidden) ? "" : defaultHistoryLine(context, name, [...chains.flat(), ...elsewhere]);
  if (decided !== "" || history !== "") parts.push([decided, history].filter(Boolean).join("  \n"));
  const documentation = documentationOf(context, [...chains.flat(), ...elsewhere]);
  if (documentation !== undefined) parts.push(`---\n${documentation}`);
  return parts.join("\n\n");
}

/** No default, and no value on these hosts: others may have one. */
function unset(context: FeatureContext, name: string, hosts: readonly string[]): string {
  const { model, locale } = context;
  const words = wordsFor(locale);
  const asked = new Set(hosts);
  const places = distinct(model.hosts.flatMap((host) => (asked.has(host) ? [] : model.definitions(host, name).slice(0, 1))));
  if (places.length === 0) return escapeMarkdown(words.notDefined(name));
  const notHere = escapeMarkdown(words.notSetFor(name, hostWords(context, hosts, words.allHosts, words.more)));
  const links = places.slice(0, MOST_DEFINITIONS).map((one) => definitionLink(context, one, "within"));
  if (places.length > links.length) links.push(words.more(places.length - links.length));
  return `${notHere}  \n${words.setForOthers} ${links.join(", ")}`;
}

/** The different ways in which hosts come to the value: winner first. */
function definitionChains(
  { model }: FeatureContext,
  name: string,
  hosts: readonly string[],
  found: readonly Agreement[],
): readonly (readonly Definition[])[] {
  const chains = new Map<string, readonly Definition[]>();
  for (const host of hosts.length <= FEW ? hosts : samples(model, found)) {
    const chain = model.definitions(host, name);
    const key = chain.map(({ file, line, layer }) => `${file}:${line}:${layer}`).join(" ");
    if (chain.length > 0 && !chains.has(key)) chains.set(key, chain);
  }
  return [...chains.values()];
}

/** Of many hosts, some with each value from each set of groups. */
function samples(model: FeatureContext["model"], found: readonly Agreement[]): readonly string[] {
  return found.flatMap(({ hosts }) => {
    const counts = new Map<unknown, number>();
    return hosts.filter((host) => {
      const groups = model.groupsOf(host);
      const count = (counts.get(groups) ?? 0) + 1;
      counts.set(groups, count);
      return count <= 3;
    });
  });
}

function decidedLines(context: FeatureContext, name: string, chains: readonly (readonly Definition[])[]): string {
  const words = wordsFor(context.locale);
  const winners = distinct(chains.flatMap((chain) => chain.slice(0, 1)));
  const won = new Set(winners.map(placeOf));
  // What only the machine could say overrides nothing that is known.
  const losers = distinct(chains.flatMap((chain) => chain.slice(1))).filter(
    (definition) => !won.has(placeOf(definition)) && !isGathered(definition),
  );
  const lines: string[] = [];
  if (winners.length > 0) {
    const inFiles = winners.some(({ file }) => file !== undefined);
    const shown = winners.slice(0, MOST_DEFINITIONS).map((one) => definitionLink(context, one, inFiles ? "within" : "alone"));
    if (winners.length > shown.length) shown.push(words.more(winners.length - shown.length));
    lines.push(inFiles ? `${words.setIn} ${shown.join(", ")}` : shown.join(", "));
  }
  if (losers.length > 0) {
    const shown = losers
      .slice(0, MOST_DEFINITIONS)
      .map((one) => `${definitionLink(context, one, "within")} ${rawText(name, one)}`.trimEnd());
    if (losers.length > shown.length) shown.push(words.more(losers.length - shown.length));
    lines.push(`${words.overrides} ${shown.join(", ")}`);
  }
  return lines.join("  \n");
}

/** What a definition says as it stands. */
function rawText(name: string, definition: Definition): string {
  const raw = definition.raw();
  if (isSecretName(name) && holdsText(raw)) return "";
  return code(redacted(inlineText(raw, { maximum: 60 })));
}

function downloadLines(context: FeatureContext, name: string, found: readonly Agreement[]): string {
  const words = wordsFor(context.locale);
  const isSwitch = found.every(({ resolved }) => resolved.state === "known" && typeof resolved.value === "boolean");
  const by = isSwitch ? "switch" : "text";
  if (!found.slice(0, 3).some(({ hosts: [first] }) => first !== undefined && leadsAnywhere(context, name, by, first))) return "";
  const { entries, keys } = leadsTo(context, name, { by, hosts: representatives(context, found), most: MOST_DOWNLOADS });
  if (entries.length === 0) return "";
  const own = new Set(found.map(({ resolved }) => (resolved.state === "known" ? resolved.value : undefined)));
  const off = (enabled: boolean | undefined) => (enabled === false && !isSwitch ? ` (${words.off})` : "");
  const [first] = entries;
  if (keys === 1 && first && entries.every(({ text }) => own.has(text))) return words.downloadedAs(code(first.key)) + off(first.enabled);
  const lines = entries.map(({ text, enabled }) => `- ${code(inlineText(text, { maximum: 160 }))}${off(enabled)}`);
  if (keys > MOST_DOWNLOADS) lines.push(`- ${words.moreDownloads(keys - MOST_DOWNLOADS)}`);
  return `${isSwitch ? words.switches : words.leadsTo}\n${[...new Set(lines)].join("\n")}`;
}

/**
 * Few hosts that stand for the others, for the downloads of each are worked out: all where there are few, else one for each value and
 * architecture, then for each set of groups, by which other variables of the same template may differ.
 */
function representatives(context: FeatureContext, found: readonly Agreement[]): readonly string[] {
  const all = found.flatMap(({ hosts }) => hosts);
  if (all.length <= MOST_REPRESENTATIVES) return all;
  const chosen = new Map<string, string>();
  const add = (id: string, host: string) => {
    if (chosen.size < MOST_REPRESENTATIVES && !chosen.has(id)) chosen.set(id, host);
  };
  const kinds = found.slice(0, 3).flatMap(({ hosts }, i) => hosts.map((host) => ({ host, kind: `${i} ${architectureOf(context, host)}` })));
  for (const { host, kind } of kinds) add(kind, host);
  for (const { host, kind } of kinds) add(`${kind} ${context.model.groupsOf(host).join(",")}`, host);
  return [...new Set(chosen.values())];
}

const MOST_REPRESENTATIVES = 5;

function documentationOf({ model }: FeatureContext, definitions: readonly Definition[]): string | undefined {
  for (const definition of definitions) {
    const text = model.catalog.documentation(definition);
    if (text !== undefined) return redacted(escapeMarkdown(text.length > 1200 ? `${text.slice(0, 1200)}…` : text)).replace(/\n/g, "  \n");
  }
  return undefined;
}

function distinct(definitions: readonly Definition[]): readonly Definition[] {
  return [...new Map(definitions.map((definition) => [placeOf(definition), definition])).values()];
}

function placeOf({ file, line, layer, owner }: Definition): string {
  return `${file}:${line}:${layer}:${file === undefined ? owner : ""}`;
}
