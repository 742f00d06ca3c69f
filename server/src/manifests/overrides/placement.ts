import type { FilePath, FileSystem } from "../../files/fileSystem";
import { whyNotRead } from "../../files/fileSystem";
import { baseName, join } from "../../files/paths";
import type { Model } from "../../kubespray/model";
import { ManifestError, type Note } from "../manifest";

/**
 * Which file of the inventory the overrides go into: one that Ansible reads for every host and that hides none of the user's. Of
 * group_vars/all, all/, all.yml and the like Ansible reads the first that exists, and nothing else (ansible/parsing/dataloader.py,
 * find_vars_files): beside an all.yml a new folder all/ would take all.yml out of play.
 */
export interface Placement {
  readonly file: FilePath;
  /** Below the inventory's folder. */
  readonly path: string;
  /** What the file holds now; undefined where it is a new one. */
  readonly text: string | undefined;
  readonly notes: readonly Note[];
}

const NAMES = ["offline.yml", "offline.yaml", "offline"];

export function placement(model: Model, fs: FileSystem): Placement {
  const { folder } = model.inventory;
  const all = join(folder, "group_vars/all");
  const kind = fs.kind(all);
  if (kind === "directory") {
    // Of several the one that is read last.
    const known = NAMES.filter((name) => fs.kind(join(all, name)) === "file").sort();
    return open(`group_vars/all/${known.at(-1) ?? "offline.yml"}`, folder, fs);
  }
  const single = ["all", "all.yml", "all.yaml", "all.json"].find((name) => fs.kind(join(folder, "group_vars", name)) === "file");
  if (single === undefined) return open("group_vars/all/offline.yml", folder, fs);
  const found = open(`group_vars/${single}`, folder, fs);
  const name = baseName(found.file);
  return {
    ...found,
    notes: [
      {
        severity: "info",
        message: {
          en: `The lines go into ${name}: beside a folder group_vars/all Ansible would no longer read ${name}. To keep them in a file of their own, move ${name} into a new folder group_vars/all first.`,
          zh: `这些行写入 ${name}：如果新建目录 group_vars/all，Ansible 就不再读取 ${name}。若想单独成文件，请先把 ${name} 移到新目录 group_vars/all 中。`,
        },
        file: found.file,
      },
    ],
  };
}

function open(path: string, folder: FilePath, fs: FileSystem): Placement {
  const file = join(folder, path);
  const read = fs.read(file);
  if (read.ok && read.replaced) {
    throw new ManifestError(
      { en: `${path} is not UTF-8, and rewritten it would lose what is not`, zh: `${path} 不是 UTF-8 编码，改写会丢失其中的字符` },
      { en: "save it as UTF-8", zh: "请另存为 UTF-8" },
    );
  }
  if (read.ok) return { file, path, text: read.text, notes: [] };
  if (read.reason === "missing") return { file, path, text: undefined, notes: [] };
  throw new ManifestError(
    { en: `${path} cannot be read: ${whyNotRead(read)}`, zh: `无法读取 ${path}：${whyNotRead(read)}` },
    { en: "make it readable, or move it away", zh: "请使其可读，或将其移走" },
  );
}
