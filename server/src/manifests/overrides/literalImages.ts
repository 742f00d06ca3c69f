import type { FilePath, FileSystem } from "../../files/fileSystem";
import { join } from "../../files/paths";
import { isRouted, type Mirror } from "./needs";

/**
 * Images that stand in kubespray's own templates word for word, registry included, so that no variable reaches them (UpCloud's CSI driver
 * from 2.22 on). A trimmed tree has no templates: nothing is known of them there, and nothing is said.
 */
export interface LiteralImage {
  /** Its folder below roles/. */
  readonly role: string;
  /** Without its tag. */
  readonly repository: string;
}

export function literalImages(fs: FileSystem, root: FilePath, mirror: Mirror): readonly LiteralImage[] {
  if (mirror.images === undefined) return [];
  const found = new Map<string, LiteralImage>();
  const budget = { files: MOST_FILES };
  for (const { role, file } of templates(fs, join(root, "roles"), "", 0, budget)) {
    const read = fs.read(file);
    for (const [, repository = ""] of read.ok ? read.text.matchAll(IMAGE) : []) {
      if (!isRouted("image", repository, mirror)) found.set(`${role} ${repository}`, { role, repository });
    }
  }
  return [...found.values()];
}

const MOST_FILES = 5000;
const MAXIMUM_DEPTH = 8;
/** `image: registry.example.com/name`, as the lines of a Kubernetes manifest have it. */
const IMAGE = /^[ \t]*(?:- )?image: *["']?((?:[a-z0-9-]+\.)+[a-z]+(?::\d+)?\/[a-z0-9._/-]+)(?=[:@"'\s]|$)/gm;

function* templates(
  fs: FileSystem,
  folder: FilePath,
  role: string,
  depth: number,
  budget: { files: number },
): Iterable<{ readonly role: string; readonly file: FilePath }> {
  for (const { name, kind } of fs.list(folder) ?? []) {
    const path = join(folder, name);
    if (budget.files <= 0 || depth > MAXIMUM_DEPTH || name.startsWith(".")) continue;
    const inTemplates = folder.endsWith("/templates") || folder.includes("/templates/");
    if (kind === "directory")
      yield* templates(fs, path, inTemplates || name === "templates" ? role : `${role}${role && "/"}${name}`, depth + 1, budget);
    else if (kind === "file" && inTemplates && name.endsWith(".j2")) {
      budget.files--;
      yield { role, file: path };
    }
  }
}
