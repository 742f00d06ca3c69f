import type { Definition, LayerKind } from "../ansible/model";
import type { FilePath } from "../files/fileSystem";
import { isInside } from "../files/paths";
import type { FeatureContext } from "./feature";
import { type Words, wordsFor } from "./words";

/** How places are named and linked in texts for people. */

/** Relative to the inventory's folder or to the tree, where it lies in one of them. */
export function shortPath({ model }: FeatureContext, file: FilePath): string {
  const { inventory, kubespray } = model;
  if (isInside(file, inventory.folder)) return file.slice(inventory.folder.length).replace(/^\/+/, "");
  if (kubespray && isInside(file, kubespray.root)) return file.slice(kubespray.root.length + 1);
  return file;
}

/** `[group_vars/all.yml:12](file:///...#L12)`; the layer in words where there is no file, for a sentence of its own unless `within` one. */
export function definitionLink(context: FeatureContext, definition: Definition, within: "within" | "alone" = "alone"): string {
  const { file, line } = definition;
  if (file === undefined) {
    const words = wordsFor(context.locale);
    const value = within === "within" ? words.value[definition.layer as LayerKind] : undefined;
    return value?.(definition.owner) ?? layerWords(words, definition);
  }
  const name = `${shortPath(context, file)}${line === undefined ? "" : `:${line}`}`;
  const link = `[${escapeMarkdown(name)}](${fileLink(file, line)})`;
  return definition.layer === "role-defaults" || definition.layer === "role-vars"
    ? `${link} (${layerWords(wordsFor(context.locale), definition)})`
    : link;
}

/** A fact that only the machine could tell: it has no value that another could override. */
export function isGathered({ layer, owner }: Definition): boolean {
  return layer === "facts" && owner === "gathered facts";
}

export function fileLink(file: FilePath, line?: number): string {
  const path = file.startsWith("/") ? file : `/${file}`;
  const encoded = encodeURI(path).replace(/[?#()]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `file://${encoded}${line === undefined ? "" : `#L${line}`}`;
}

function layerWords(words: Words, { layer, owner }: Definition): string {
  return words.layer[layer as LayerKind](owner);
}

/** As it stands: nothing in it becomes markup, a link or a picture. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*[\]<>!#|~&]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, (c) => (c === "<" ? "&lt;" : c === "&" ? "&amp;" : `\\${c}`));
}

/** A code span, whatever the text holds. */
export function code(text: string): string {
  const flat = text.replace(/[\r\n]+/g, " ");
  if (flat === "") return "`''`";
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const room = longest > 0 || flat.startsWith(" ") ? " " : "";
  return fence + room + flat + room + fence;
}

export function codeBlock(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
