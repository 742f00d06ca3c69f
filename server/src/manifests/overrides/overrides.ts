import { join } from "../../files/paths";
import type { Problem } from "../../text/problem";
import { checkFileServer } from "../checkFileServer";
import { headerLines } from "../header";
import { type Generated, type Manifest, ManifestError, type ManifestRequest, type Note, say } from "../manifest";
import { MAPPING_OPTION, mappingOf, PROJECT_OPTION, REGISTRY_OPTION } from "../mappingOptions";
import { sh } from "../quoting";
import { baseVariables, checkVariable } from "./baseVariables";
import { imageVariables } from "./imageVariables";
import { literalImages } from "./literalImages";
import { mergeVars, type VarsSection, withoutBlock } from "./mergeVars";
import { needsOf } from "./needs";
import { placement } from "./placement";
import { proofNotes } from "./proof";
import { chooseRoutes, type Route } from "./routes";
import { restored, withdrawn } from "./withdrawn";

/**
 * `offline.yml`: the variables of this release that bring every file from the user's file server and every image from his registry. Read off
 * the release's own templates, merged into what the user wrote, and proved: the inventory is resolved again with the result, and what still
 * comes from elsewhere is named with the reason.
 */
export const overrides: Manifest = {
  kind: "overrides",
  title: { en: "URL and image overrides (offline.yml)", zh: "下载地址与镜像覆盖（offline.yml）" },
  summary: {
    en: "Variables that bring every file from your file server and every image from your registry",
    zh: "让所有文件来自自己的文件服务器、所有镜像来自自己的镜像仓库的变量",
  },
  folder: "inventory",
  home: (model) => model.inventory.folder,
  withdrawn,
  options: [
    {
      name: "file-server",
      type: "text",
      example: "https://files.example.com",
      help: {
        en: "The address below which your file server has the files, laid out as `wget -x` does: host/path",
        zh: "文件服务器的地址，其下的文件按 `wget -x` 的方式存放：主机名/路径",
      },
      check: checkFileServer,
    },
    REGISTRY_OPTION,
    MAPPING_OPTION,
    PROJECT_OPTION,
    {
      name: "mode",
      type: "choice",
      default: "lines",
      choices: [
        {
          value: "lines",
          help: { en: "one line a file: every address can be seen and changed", zh: "每个文件一行：每个地址都一目了然、可单独修改" },
        },
        {
          value: "base",
          help: {
            en: "the release's base addresses (github_url, dl_k8s_io_url, ..., from 2.25 on), and a line for what they do not reach",
            zh: "使用该版本的基础地址（github_url、dl_k8s_io_url 等，2.25 起），其余每个文件一行",
          },
        },
      ],
      help: { en: "How addresses of files are written", zh: "文件地址的写法" },
    },
    {
      name: "all",
      type: "flag",
      help: {
        en: "Everything that the release can download, not only what this inventory switches on",
        zh: "该版本可下载的全部内容，而不仅是此 inventory 启用的部分",
      },
    },
    {
      name: "variable",
      type: "text",
      default: "files_repo",
      example: "files_repo",
      help: { en: "The name of the variable that holds the file server's address", zh: "保存文件服务器地址的变量名" },
      check: checkVariable,
    },
  ],
  generate,
};

function generate(request: ManifestRequest): Generated {
  const { model, fs, options, locale } = request;
  if (model.kubespray === undefined) {
    throw new ManifestError(
      { en: "kubespray was not found, and which variables exist depends on its release", zh: "未找到 kubespray，而可用的变量取决于其版本" },
      { en: "name its folder with --kubespray", zh: "请用 --kubespray 指定其目录" },
    );
  }
  const place = placement(model, fs);
  const own = withoutBlock(restored(place.text ?? "---\n"));
  const images = mappingOf(options);
  const base = baseVariables({ request, place, own: own.text, images });
  const { mirror, before } = base;
  const all = options.flag("all");
  const needs = needsOf(before, mirror, all);
  const chosen = { model: before, target: place.file, base: options.text("mode") === "base", helpers: base.of };
  const first = chooseRoutes(needs, chosen);
  const further = imageVariables(before, mirror, new Set(first.routes.map(({ name }) => name)));
  const second = chooseRoutes(further.needs, chosen);
  const routes = [...first.routes, ...second.routes];

  const sections = [...base.sections, ...sectionsOf(routes, locale)];
  const merged = mergeVars(own.text, { comments: headerLines(request, "overrides"), sections, at: own.at });
  const after = request.variant(new Map([[place.file, merged.text]]));
  const notes: Note[] = [
    ...place.notes,
    ...base.notes,
    ...proofNotes({
      request,
      before,
      after,
      mirror,
      all,
      left: [...first.left, ...second.left],
      merged,
      unknown: further.unknown,
      literal: literalImages(fs, model.kubespray.root, mirror),
    }),
  ];
  return {
    files: [{ path: place.path, text: merged.text, ...(place.text !== undefined && { carriesOn: place.file }) }],
    notes,
    gaps: asBefore(after.lists({ all }).gaps, model.lists({ all }).gaps),
    steps: [
      {
        where: "site",
        text: {
          en: `Put ${place.path} into the inventory, at the same place below its folder (${request.display(join(model.inventory.folder, place.path))})${place.text === undefined ? "" : "; it is the file that is there, with what is new added"}`,
          zh: `将 ${place.path} 放入 inventory 目录的相同位置（${request.display(join(model.inventory.folder, place.path))}）${place.text === undefined ? "" : "；它就是原有的文件，只增加了新内容"}`,
        },
        command: `mkdir -p "$(dirname INVENTORY)"/${sh(place.path.split("/").slice(0, -1).join("/"))} && cp ${sh(place.path)} "$(dirname INVENTORY)"/${sh(place.path)}`,
      },
    ],
  };
}

/** What was missing before is told as it was: with the place in the user's own file that is to blame, once where other kinds tell it too. */
function asBefore(gaps: readonly Problem[], before: readonly Problem[]): readonly Problem[] {
  const known = new Map(before.map((gap) => [gap.message, gap]));
  return gaps.map((gap) => known.get(gap.message) ?? gap);
}

function sectionsOf(routes: readonly Route[], locale: string): readonly VarsSection[] {
  const section = (kind: Route["kind"], en: string, zh: string): VarsSection => ({
    comments: [say({ en, zh }, locale)],
    entries: new Map(routes.filter((route) => route.kind === kind).map(({ name, value }) => [name, value])),
  });
  return [
    section("file", "Files: the address that each one had, below the file server", "文件：原有地址，置于文件服务器之下"),
    section("image", "Images: registries and repositories", "镜像：镜像仓库与路径"),
  ];
}
