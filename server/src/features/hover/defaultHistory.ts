import type { Definition } from "../../ansible/model";
import type { Catalog } from "../../kubespray/catalog";
import type { Model } from "../../kubespray/model";
import { type DefaultValue, keptReleaseFacts, type ReleaseFacts } from "../../kubespray/releaseFacts/releaseFacts";
import { say, type Wording } from "../../text/wording";
import { implicitTag, STRING_TAG } from "../../yaml/implicitTag";
import type { FeatureContext } from "../feature";
import { code } from "../places";
import { isSecretName } from "../secrets";
import { inlineText } from "../valueText";

/**
 * One line that says since which release the tree's default of a variable is what it is, what it was in the release before and what a later
 * one makes of it; undefined where no release changed it. Only where it is certain: the tree is a release that the facts know, and its own
 * default is theirs. `known` are definitions that the caller has at hand (roles are asked only where no default is among them); `show`
 * makes a value stand out.
 */
export function defaultHistory(
  { catalog, kubespray }: Pick<Model, "catalog" | "kubespray">,
  facts: ReleaseFacts,
  { name, known }: { readonly name: string; readonly known: readonly Definition[] },
  show: (value: string) => string,
): Wording | undefined {
  const ranges = facts.defaults(name);
  if (ranges.length === 0 || isSecretName(name)) return undefined;
  const release = facts.releases.indexOf(kubespray?.release.name ?? "");
  const at = ranges.findIndex(({ first, last }) => release >= first && release <= last);
  const here = ranges[at];
  if (!here) return undefined;
  // A range beyond a release without a plain default is no neighbour.
  const before = ranges.find(({ last }) => last === here.first - 1);
  const after = ranges.find(({ first }) => first === here.last + 1);
  if (!(before || after)) return undefined;
  const own = ownDefaults(catalog, facts.name(name)?.role, name, known);
  if (own.length === 0 || own.some((definition) => definition.raw() !== here.value)) return undefined;
  const value = show(text(here.value));
  const words: Wording[] = [{ en: `Default ${value}`, zh: `默认值为 ${value}` }];
  if (before) {
    const since = facts.releases[here.first] as string;
    const until = facts.releases[before.last] as string;
    words[0] = { en: `Default ${value} ${from(since, "since").en}`, zh: `默认值${from(since, "since").zh}为 ${value}` };
    const old = show(text(before.value));
    words.push({ en: `${old} until ${until}`, zh: `到 ${until} 为止是 ${old}` });
  }
  if (after) {
    const { en, zh } = from(facts.releases[after.first] as string, "from");
    const next = show(text(after.value));
    words.push({ en: `${next} ${en}`, zh: `${zh}改为 ${next}` });
  }
  return { en: words.map(({ en }) => en).join("; "), zh: words.map(({ zh }) => zh).join("；") };
}

/** Master is no release that something could begin with. */
function from(release: string, word: "since" | "from"): Wording {
  return release === "master" ? { en: "on master", zh: "在 master 上" } : { en: `${word} ${release}`, zh: `自 ${release} 起` };
}

/** The same as Markdown, in the language of the context; empty where there is nothing to say. */
export function defaultHistoryLine({ model, memo, locale }: FeatureContext, name: string, known: readonly Definition[]): string {
  const history = defaultHistory(model, keptReleaseFacts(memo), { name, known }, code);
  return history === undefined ? "" : say(history, locale);
}

/** Asking every role for a name reads all of them, the first time. */
function ownDefaults(catalog: Catalog, role: string | undefined, name: string, known: readonly Definition[]): readonly Definition[] {
  const isDefault = ({ layer }: Definition) => layer === "role-defaults";
  if (known.some(isDefault)) return known.filter(isDefault);
  const inRole = role === undefined ? [] : catalog.defaults(role).flatMap((layer) => layer.get(name) ?? []);
  return inRole.length > 0 ? inRole : catalog.definitions(name).filter(isDefault);
}

/** A text that YAML would take for something else is quoted: some releases wrote `"false"` before they wrote `false`. */
function text(value: DefaultValue): string {
  const isText = typeof value === "string" && implicitTag(value) === STRING_TAG;
  return typeof value === "string" && !isText && value !== "" ? JSON.stringify(value) : inlineText(value);
}
