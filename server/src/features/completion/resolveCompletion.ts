import type { Resolved } from "../../ansible/model";
import { baseName } from "../../files/paths";
import { documentationOf } from "../../kubespray/documentation";
import { Failure } from "../../python/failure";
import { LazyDict } from "../../python/lazyDict";
import type { FeatureContext } from "../feature";
import { pluginWords } from "../pluginWords";
import { HIDDEN, isSecret, restsOnSecret, templateNamesSecret } from "../secrets";
import { inlineText } from "../valueText";
import type { CompletionItem } from "./completionItem";
import { HOST_VARIABLES } from "./hostVariables";
import { ownVariables } from "./ownVariables";
import { treeIndex } from "./treeIndex";
import { sourceOf } from "./valueSnippet";

/** The item with what costs something to find out: its documentation, its default, its value on a host. Secrets are not shown. */
export function resolveCompletion(context: FeatureContext, item: CompletionItem): CompletionItem {
  const { data } = item;
  const { model } = context;
  switch (data?.about) {
    case undefined:
      return item;
    case "variable": {
      const { host, name } = data;
      const resolved = host === undefined ? undefined : model.resolve(host, name);
      const value = resolved && shown(resolved, () => host !== undefined && isSecret(context, host, name, resolved));
      return withTexts(item, value, aboutVariable(context, name));
    }
    case "expression": {
      const { host, expression } = data;
      const template = `{{ ${expression} }}`;
      const resolved = model.evaluate(host, template);
      const isHidden = () => templateNamesSecret(context, host, template) || restsOnSecret(context, host, resolved);
      return withTexts(item, shown(resolved, isHidden), undefined);
    }
    case "plugin": {
      const words = pluginWords(data.plugin, data.name, context.locale);
      return withTexts(item, words?.usage, words?.text);
    }
    case "host":
      return withTexts(item, model.groupsOf(data.name).join(", "), undefined);
    case "group":
      return withTexts(item, model.inventory.imaginary === undefined ? hostList(model.hostsOf(data.name)) : undefined, undefined);
  }
}

function withTexts(item: CompletionItem, detail: string | undefined, documentation: string | undefined): CompletionItem {
  return {
    ...item,
    ...(detail !== undefined && detail !== "" && { detail }),
    ...(documentation !== undefined && documentation !== "" && { documentation }),
  };
}

/** Nothing for what has no value to show, or one made of everything there is (`vars`, `hostvars`). */
function shown(resolved: Resolved, isHidden: () => boolean): string | undefined {
  if (resolved.state !== "known" || resolved.value instanceof LazyDict) return undefined;
  try {
    return isHidden() ? HIDDEN : inlineText(resolved.value, { maximum: 160 });
  } catch (error) {
    // Something inside it cannot be worked out.
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

const MOST_HOSTS = 8;

function hostList(hosts: readonly string[]): string {
  return hosts.length > MOST_HOSTS ? `${hosts.slice(0, MOST_HOSTS).join(", ")}, … (${hosts.length})` : hosts.join(", ");
}

const MOST_CHARACTERS = 3000;

/** Markdown: what the comments say, the default as it is written, and where. */
function aboutVariable(context: FeatureContext, name: string): string {
  const tree = treeIndex(context);
  const variable = tree.variables.get(name);
  const own = ownVariables(context).get(name);
  const ofHost = HOST_VARIABLES.find((known) => known.name === name)?.about;
  const chinese = context.locale.toLowerCase().startsWith("zh");
  const explained =
    documentationOf(variable?.entry.documentation) ??
    tree.sample.get(name)?.documentation ??
    documentationOf(own?.documentation) ??
    (chinese ? ofHost?.["zh-cn"] : ofHost?.en);
  const source = variable ? sourceOf(variable) : (tree.sample.get(name)?.value ?? "");
  const example = variable ? word(chinese, "Default", "默认值") : word(chinese, "In kubespray's sample", "kubespray 示例");
  const from = variable ? `roles/${variable.role}` : own ? baseName(own.file) : "";
  return [
    explained === undefined ? "" : escapeMarkdown(explained.slice(0, MOST_CHARACTERS)),
    source === "" ? "" : `${example}:\n${fenced(`${name}:${source.includes("\n") ? belowKey(source) : ` ${source}`}`)}`,
    from === "" ? "" : `_${from}_`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function word(chinese: boolean, english: string, translated: string): string {
  return chinese ? translated : english;
}

const MOST_LINES = 16;

/** A value on several lines as it stands in its file; a block begins below its key. */
function belowKey(source: string): string {
  const lines = source.split("\n");
  const shownLines = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), "  …"] : lines;
  return /^[|>"'[{]/.test(source) ? ` ${shownLines.join("\n")}` : `\n  ${shownLines.join("\n")}`;
}

function fenced(source: string): string {
  const longest = Math.max(2, ...[...source.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}yaml\n${source}\n${fence}`;
}

/** Comments are plain text, and links in them need no help. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#|~]/g, (sign, at: number) => (/https?:\S*$/.test(text.slice(0, at)) ? sign : `\\${sign}`))
    .replace(/\n/g, "  \n");
}
