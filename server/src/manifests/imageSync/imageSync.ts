import { headerLines } from "../header";
import { collisionsOf, type Mapping } from "../imageMapping";
import { type Generated, type Manifest, ManifestError, type ManifestRequest, type Note, say } from "../manifest";
import { MAPPING_OPTION, mappingOf, PROJECT_OPTION, REGISTRY_OPTION } from "../mappingOptions";
import { json } from "../quoting";
import { render } from "../render";
import scriptTemplate from "../templates/sync-images.sh.njk";
import { syncPlan } from "./syncPlan";
import { syncYaml } from "./syncYaml";
import { ABOUT, MESSAGES, USAGE } from "./texts";

/**
 * What copies the images of the inventory into the user's own registry: a script around `skopeo copy` that can be run again until all is
 * there, and the same list for `skopeo sync`. The article's loop is `skopeo copy docker://IMAGE docker://hub.example.com/${IMAGE#*\/}`.
 */
export const imageSync: Manifest = {
  kind: "image-sync",
  title: { en: "Image sync", zh: "镜像同步" },
  summary: {
    en: "A script and a skopeo list that copy all images into your own registry, directly or over an air gap",
    zh: "把所有镜像复制到自己镜像仓库的脚本与 skopeo 列表，可直接复制，也可跨隔离网络",
  },
  folder: "images",
  options: [
    { ...REGISTRY_OPTION, required: true },
    MAPPING_OPTION,
    PROJECT_OPTION,
    {
      name: "arch",
      type: "text",
      default: "all",
      example: "amd64",
      help: {
        en: "all: every architecture of an image and its digest as it is; amd64, arm64, ...: this one only",
        zh: "all：镜像的所有架构且摘要不变；amd64、arm64 等：仅此架构",
      },
      check: (value) =>
        /^[a-z0-9]+$/.test(value)
          ? undefined
          : { en: "write all, or an architecture as Go calls it: amd64, arm64", zh: "请写 all，或 Go 的架构名：amd64、arm64" },
    },
    {
      name: "all",
      type: "flag",
      help: {
        en: "Every image that the release can use, whether this inventory enables it or not",
        zh: "该版本可能用到的所有镜像，无论此 inventory 是否启用",
      },
    },
  ],
  generate,
};

function generate(request: ManifestRequest): Generated {
  const { model, options, locale } = request;
  const mapping = mappingOf(options);
  if (mapping === undefined)
    throw new ManifestError(
      { en: "no registry is named", zh: "未指定镜像仓库" },
      { en: "add --registry HOST", zh: "请加上 --registry 主机名" },
    );
  const lists = model.lists({ all: options.flag("all") });
  const plan = syncPlan(
    lists.images.map(({ text }) => text),
    mapping,
  );
  if (plan.images.length === 0) {
    throw new ManifestError(
      { en: "there is no image to copy", zh: "没有可复制的镜像" },
      plan.gaps.length + lists.gaps.length > 0
        ? {
            en: `the first of the reasons: ${[...plan.gaps, ...lists.gaps][0]?.message}`,
            zh: `首个原因：${[...plan.gaps, ...lists.gaps][0]?.message}`,
          }
        : { en: "add --all for everything that the release can use", zh: "加上 --all 可列出该版本可能用到的所有镜像" },
    );
  }
  const header = headerLines(request, imageSync.kind);
  const text = Object.fromEntries(Object.entries(MESSAGES).map(([name, wording]) => [name, say(wording, locale)]));
  const script = render(scriptTemplate, {
    header,
    about: ABOUT.map((line) => say(line, locale)),
    usage: USAGE.map((line) => say(line, locale)),
    text,
    registry: mapping.registry,
    arch: options.text("arch") ?? "all",
    images: plan.images,
  });
  return {
    files: [
      { path: "sync-images.sh", text: script, executable: true },
      { path: "skopeo-sync.yml", text: syncYaml(plan.images, header, mapping, locale) },
    ],
    notes: notesOf(
      plan.images.length,
      lists.images.map((image) => image.text),
      mapping,
    ),
    gaps: [...lists.gaps, ...plan.gaps],
    steps: [
      {
        where: "connected",
        text: {
          en: "Download the images into the folder images/, and carry it over with this folder",
          zh: "把镜像下载到 images/ 目录，并随本目录一起带过去",
        },
        command: "sh sync-images.sh download --dir images",
        needs: ["skopeo"],
      },
      {
        where: "site",
        text: {
          en: `Log in (skopeo login ${mapping.registry}) and upload the images; run it again until it ends without failures. Where this machine does not know the registry's CA, add --dest-cert-dir with the folder that holds it as ca.crt`,
          zh: `登录（skopeo login ${mapping.registry}）并上传镜像；若有失败，再次运行直至成功。若本机不信任该镜像仓库的 CA，请用 --dest-cert-dir 指定存放 ca.crt 的目录`,
        },
        command: "sh sync-images.sh upload --dir images",
        needs: ["skopeo"],
      },
    ],
  };
}

function notesOf(count: number, images: readonly string[], mapping: Mapping): readonly Note[] {
  const notes: Note[] = [
    {
      severity: "info",
      message: { en: `${count} images go to ${mapping.registry}`, zh: `${count} 个镜像将复制到 ${mapping.registry}` },
    },
  ];
  for (const { target, origins } of collisionsOf(images, mapping)) {
    notes.push({
      severity: "warning",
      message: {
        en: `${origins.join(" and ")} share one place, ${target}: --mapping keep holds them apart`,
        zh: `${origins.join(" 与 ")} 会落在同一位置 ${target}：使用 --mapping keep 可将其分开`,
      },
    });
  }
  // skopeo sync writes REGISTRY/origin/path with --scoped and REGISTRY/name without: no other place can be asked for.
  if (mapping.style !== "keep") {
    notes.push({
      severity: "info",
      message: {
        en: `skopeo-sync.yml puts images where --mapping keep does, for skopeo sync knows no other mapping; sync-images.sh follows --mapping ${json(mapping.style)}`,
        zh: `skopeo sync 不支持其他映射，skopeo-sync.yml 只能按 --mapping keep 存放；sync-images.sh 遵循 --mapping ${json(mapping.style)}`,
      },
    });
  }
  return notes;
}
