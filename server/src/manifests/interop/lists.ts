import type { Generated, Manifest, ManifestRequest } from "../manifest";
import { formatLists, unlistable } from "./formatLists";
import { chosenLists, LIST_OPTIONS } from "./listOptions";

/** files.list, images.list, lists.csv and lists.json, as the command `lists` writes them. */
export const lists: Manifest = {
  kind: "lists",
  title: { en: "Lists of files and images", zh: "文件与镜像列表" },
  summary: {
    en: "files.list and images.list, and all that is known of each line as CSV and JSON",
    zh: "files.list 与 images.list，以及每一行详细信息的 CSV 和 JSON",
  },
  options: LIST_OPTIONS,
  folder: "lists",
  generate,
};

function generate(request: ManifestRequest): Generated {
  const { model, options, display } = request;
  const { lists: found } = chosenLists(model, options);
  const kinds = ["files", "images"] as const;
  const files = (["text", "csv", "json"] as const).flatMap((format) => formatLists(found, format, kinds, { model, display }));
  return { files: files.map(({ name, text }) => ({ path: name, text })), notes: [], gaps: [...found.gaps, ...unlistable(found, kinds)] };
}
