import type { Problem } from "../../text/problem";
import { headerLines } from "../header";
import { formatImage, parseImage } from "../imageMapping";
import type { Generated, Manifest, ManifestRequest, Note } from "../manifest";
import { render } from "../render";
import template from "../templates/hauler.njk";
import { type FileEntry, fileEntries, gapOf } from "./fileEntries";
import { chosenLists, LIST_OPTIONS, nothingLeft } from "./listOptions";

/**
 * A manifest for hauler (hauler-dev/hauler, pkg/apis/hauler.cattle.io/v1): all images and files of the inventory, to be gathered into one
 * store. Each file is named by its place in a mirror, so that `hauler store serve fileserver` answers as the other mirrors here do.
 */
export const hauler: Manifest = {
  kind: "hauler",
  title: { en: "Hauler manifest", zh: "Hauler manifest 文件" },
  summary: {
    en: "hauler-manifest.yaml: all files and images for hauler, which packs them into one store",
    zh: "hauler-manifest.yaml：供 hauler 将全部文件和镜像打包成一个 store",
  },
  options: LIST_OPTIONS,
  folder: "hauler",
  insteadOf: ["bundle", "image-sync"],
  generate,
};

const FILE = "hauler-manifest.yaml";
const CODE = "hauler-incomplete";

function generate(request: ManifestRequest): Generated {
  const { model, options } = request;
  const { lists, architecture } = chosenLists(model, options);
  const gaps: Problem[] = [...lists.gaps];
  const images: string[] = [];
  for (const entry of lists.images) {
    const reference = parseImage(entry.text);
    if (reference === undefined) gaps.push(gapOf(entry, CODE, "it is no image reference"));
    else images.push(formatImage(reference));
  }
  const { files, gaps: fileGaps } = fileEntries(lists.files, CODE);
  gaps.push(...fileGaps);
  const references = new Set<string>();
  const named: FileEntry[] = [];
  for (const file of files) {
    const reference = storeReference(file.path);
    if (reference === undefined) gaps.push(gapOf(file.entry, CODE, "hauler has no name for it: it takes letters, digits, . _ - + and /"));
    else if (references.has(reference)) gaps.push(gapOf(file.entry, CODE, `hauler would take it for another file, ${reference}`));
    else {
      references.add(reference);
      named.push(file);
    }
  }
  if (named.length + images.length === 0) throw nothingLeft(gaps);
  const text = render(template, {
    header: headerLines(request, hauler.kind),
    images: [...new Set(images)],
    platform: architecture === undefined ? "" : `linux/${architecture}`,
    files: named,
  });
  return {
    files: [{ path: FILE, text }],
    notes: notes(named),
    gaps,
    steps: [
      {
        where: "connected",
        text: { en: "Gather everything into a store and save it", zh: "收集全部内容到 store 并保存" },
        command: `hauler store sync --filename ${FILE} && hauler store save --filename haul.tar.zst`,
        needs: ["hauler"],
      },
      {
        where: "site",
        text: {
          en: "Load the store, and serve its images and files: hauler store serve registry, hauler store serve fileserver",
          zh: "加载 store 并提供镜像与文件服务：hauler store serve registry、hauler store serve fileserver",
        },
        command: "hauler store load --filename haul.tar.zst",
        needs: ["hauler"],
      },
    ],
  };
}

/**
 * The reference under which hauler keeps a file (pkg/reference: NewTagged): lower case, `+` made `-`, then read as an image's name, whose first
 * part is a host. Files with one reference would replace each other. Undefined where it refuses the name.
 */
export function storeReference(name: string): string | undefined {
  const reference = name.toLowerCase().replaceAll("+", "-");
  const host = reference.slice(0, Math.max(reference.indexOf("/"), 0));
  // go-containerregistry, pkg/name: a first part with a dot or a port is the registry, and a repository has 2 to 255 characters.
  const isHost = /[.:]/.test(host) || host === "localhost";
  const repository = isHost ? reference.slice(host.length + 1) : reference;
  const plain = /^[a-z0-9_./-]{2,255}$/.test(repository) && (!isHost || /^[a-z0-9.-]+(?::\d+)?$/.test(host));
  return plain ? reference : undefined;
}

function notes(files: readonly FileEntry[]): readonly Note[] {
  const result: Note[] = [
    {
      severity: "info",
      message: {
        en: "Hauler verifies no checksum of a file: the bundle's checksum file does.",
        zh: "Hauler 不校验文件的校验和：请使用离线文件下载包中的校验文件。",
      },
    },
  ];
  if (files.some(({ credentials }) => credentials)) {
    result.push({
      severity: "warning",
      message: {
        en: `${FILE} holds users and passwords of addresses, which hauler needs to fetch them: keep it where you keep the inventory.`,
        zh: `${FILE} 中含有下载地址的用户名和密码，hauler 下载时需要：请像 inventory 一样妥善保管。`,
      },
    });
  }
  return result;
}
