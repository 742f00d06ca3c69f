import type { Problem } from "../../text/problem";
import { headerLines } from "../header";
import { formatImage, parseImage } from "../imageMapping";
import { type Generated, type Manifest, ManifestError, type ManifestRequest, type Note } from "../manifest";
import { render } from "../render";
import template from "../templates/zarf.njk";
import { type FileEntry, fileEntries, gapOf } from "./fileEntries";
import { chosenLists, hostArchitectures, LIST_OPTIONS, nothingLeft } from "./listOptions";

/**
 * A package for zarf (zarf-dev/zarf, zarf.schema.json, v1alpha1) of two components: the files, which need no cluster to be laid down, and the
 * images, for a registry that is there before the cluster is (`zarf package mirror-resources`).
 */
export const zarf: Manifest = {
  kind: "zarf",
  title: { en: "Zarf package", zh: "Zarf 软件包" },
  summary: {
    en: "zarf.yaml: all files, with their checksums, and all images as the components of a Zarf package",
    zh: "zarf.yaml：以 Zarf 软件包组件的形式列出全部文件（含校验和）与镜像",
  },
  options: [
    ...LIST_OPTIONS,
    {
      name: "target",
      type: "text",
      default: "/srv/kubespray",
      example: "/srv/kubespray",
      help: {
        en: "the folder of the far machine under which the files are laid down as host/path",
        zh: "目标机器上存放文件的目录，其下按 主机/路径 存放",
      },
      check: checkTarget,
    },
  ],
  folder: "zarf",
  insteadOf: ["bundle", "image-sync"],
  generate,
};

const CODE = "zarf-incomplete";

function generate(request: ManifestRequest): Generated {
  const { model, options } = request;
  const target = options.text("target") ?? "/srv/kubespray";
  const fault = checkTarget(target);
  if (fault !== undefined) throw new ManifestError({ en: `--target: ${fault.en}`, zh: `--target:${fault.zh}` });
  const { lists, architecture } = chosenLists(model, options);
  const gaps: Problem[] = [...lists.gaps];
  const images = new Set<string>();
  for (const entry of lists.images) {
    const reference = parseImage(entry.text);
    if (reference === undefined) gaps.push(gapOf(entry, CODE, "it is no image reference"));
    else images.add(formatImage(reference));
  }
  const { files, gaps: fileGaps } = fileEntries(lists.files, CODE);
  // Zarf fills in ###ZARF_...### wherever it stands in a package.
  const plain = files.filter(({ path, url }) => !path.includes("###") && !url.includes("###"));
  for (const { entry } of files.filter((file) => !plain.includes(file)))
    gaps.push(gapOf(entry, CODE, "Zarf would take ### in it for a variable"));
  gaps.push(...fileGaps);
  if (plain.length + images.size === 0) throw nothingLeft(gaps);
  const architectures = architecture === undefined ? hostArchitectures(model) : [architecture];
  const text = render(template, {
    header: headerLines(request, zarf.kind),
    version: model.kubespray?.release.name?.replace(/[/\\]/g, "-") ?? "",
    architecture: architectures.length === 1 ? (architectures[0] as string) : "",
    images: [...images],
    files: plain.map((file) => ({ ...file, target: `${target.replace(/\/+$/, "")}/${file.path}`, sha256: file.sha256 ?? "" })),
  });
  return {
    files: [{ path: "zarf.yaml", text }],
    notes: notes(plain, architectures, images.size),
    gaps,
    steps: [
      {
        where: "connected",
        text: { en: "Make the package", zh: "制作软件包" },
        command: "zarf package create . --confirm",
        needs: ["zarf"],
      },
      {
        where: "site",
        text: {
          en: "Lay down the files: zarf package deploy PACKAGE --components=kubespray-files. Push the images to your registry before there is a cluster: zarf package mirror-resources PACKAGE --registry-url REGISTRY",
          zh: "放置文件：zarf package deploy PACKAGE --components=kubespray-files。在集群建立之前将镜像推送到自己的镜像仓库：zarf package mirror-resources PACKAGE --registry-url REGISTRY",
        },
      },
    ],
  };
}

function notes(files: readonly FileEntry[], architectures: readonly string[], images: number): readonly Note[] {
  const result: Note[] = [];
  if (architectures.length > 1 && images > 0) {
    result.push({
      severity: "warning",
      message: {
        en: `The hosts have several architectures (${architectures.join(", ")}) and a package holds images of one: make one for each with --arch.`,
        zh: `主机有多种架构（${architectures.join("、")}），而一个软件包只能包含一种架构的镜像：请用 --arch 分别制作。`,
      },
    });
  }
  const without = files.filter(({ sha256 }) => sha256 === undefined).length;
  if (without > 0) {
    result.push({
      severity: "info",
      message: {
        en: `Of ${without} of ${files.length} files no SHA-256 is known: Zarf takes them as they come.`,
        zh: `${files.length} 个文件中有 ${without} 个没有已知的 SHA-256：Zarf 不会校验它们。`,
      },
    });
  }
  if (files.some(({ credentials }) => credentials)) {
    result.push({
      severity: "warning",
      message: {
        en: "zarf.yaml, and with it the package, holds users and passwords of addresses: keep it where you keep the inventory.",
        zh: "zarf.yaml 以及由它制作的软件包中含有下载地址的用户名和密码：请像 inventory 一样妥善保管。",
      },
    });
  }
  return result;
}

function checkTarget(value: string) {
  const parts = value.split("/").slice(1);
  const plain = /^\/[^\x00-\x1f\x7f]*$/.test(value) && !value.includes("###") && !parts.some((part) => part === "." || part === "..");
  return plain ? undefined : { en: "write an absolute path without . and ..", zh: "请写不含 . 和 .. 的绝对路径" };
}
