import type { Problem } from "../../text/problem";
import { header, headerLines } from "../header";
import { type Generated, type GeneratedFile, type Manifest, ManifestError, type ManifestRequest, type Note, say } from "../manifest";
import { render } from "../render";
import scriptTemplate from "../templates/download-files.sh.njk";
import { type BundleFile, bundleFiles, PARTIAL, saidChecksums } from "./bundleFiles";
import { ALGORITHMS, type Algorithm, checksumText } from "./checksum";
import { aria2Input, aria2Takes, checksumFile, filesList } from "./listTexts";
import { hasCredentials, shownUrl } from "./requestUrl";
import { ABOUT, MESSAGES, USAGE } from "./texts";

/**
 * All files that the inventory downloads, to be fetched where the internet is: the list, checksums, an input file for aria2, and a script
 * that does it with what any machine has. Laid out as `wget -x` does, as in the article's
 * `wget -x -P temp/files -i temp/files.list`, so that base/host/path is where a file server over it has each.
 */
export const bundle: Manifest = {
  kind: "bundle",
  title: { en: "Download bundle", zh: "离线文件下载包" },
  summary: {
    en: "A list of all files with checksums, and a script that downloads them, goes on where it was and verifies each",
    zh: "全部文件的列表与校验和，以及可断点续传、逐一校验的下载脚本",
  },
  folder: "bundle",
  options: [
    {
      name: "arch",
      type: "text",
      default: "all",
      example: "amd64",
      help: {
        en: "all: files of every architecture that the hosts have; amd64, arm64, ...: of this one only",
        zh: "all：主机所用全部架构的文件；amd64、arm64 等：仅此架构",
      },
      check: (value) =>
        /^[\w.-]+$/.test(value) ? undefined : { en: "write all, or an architecture: amd64, arm64", zh: "请写 all，或架构名：amd64、arm64" },
    },
    {
      name: "all",
      type: "flag",
      help: {
        en: "Every file that the release can download, whether this inventory enables it or not",
        zh: "该版本可能下载的所有文件，无论此 inventory 是否启用",
      },
    },
  ],
  generate,
};

function generate(request: ManifestRequest): Generated {
  const { model, options } = request;
  const all = options.flag("all");
  const arch = options.text("arch");
  const wanted = { all, ...(arch !== undefined && arch !== "all" && { architecture: arch }) };
  const lists = model.lists(wanted);
  // What is not enabled stands in no plan: there the lists of single hosts tell whether they agree.
  const single = all ? model.hosts.map((host) => model.lists({ ...wanted, host })) : [];
  const { files, notes, gaps } = bundleFiles(lists.files, saidChecksums(model, [lists, ...single]));
  if (files.length === 0) throw nothing([...gaps, ...lists.gaps], wanted.architecture);
  return {
    files: bundleTexts(files, request),
    notes: [...notes, ...aboutAll(files)],
    gaps: [...lists.gaps, ...gaps],
    steps: [
      {
        where: "connected",
        text: { en: "Download the files, and verify them", zh: "下载并校验文件" },
        command: "sh download-files.sh files",
        needs: ["curl/wget", "sha256sum/shasum/openssl"],
      },
      {
        where: "site",
        text: { en: "Verify that all files have arrived", zh: "核对文件是否全部送达" },
        command: "sh download-files.sh --check files",
        needs: ["sha256sum/shasum/openssl"],
      },
    ],
  };
}

/** The files of a bundle of these; exported so that a test can give it what no inventory has. */
export function bundleTexts(files: readonly BundleFile[], request: ManifestRequest): readonly GeneratedFile[] {
  const { locale } = request;
  const used = algorithms(files);
  const unknown = files.filter(({ checksums }) => checksums.length === 0);
  const script = render(scriptTemplate, {
    header: headerLines(request, "bundle"),
    about: ABOUT.map((wording) => say(wording, locale)),
    usage: USAGE.map((wording) => say(wording, locale)),
    text: Object.fromEntries(Object.entries(MESSAGES).map(([name, wording]) => [name, say(wording, locale)])),
    files: files.map(({ checksums: [sum], path, request }) => ({ sum: sum ? checksumText(sum) : "-", path, request })),
    algorithms: [...new Set(files.flatMap(({ checksums: [sum] }) => (sum ? [sum.algorithm] : [])))].sort(),
    partial: PARTIAL,
  });
  return [
    { path: "download-files.sh", text: script, executable: true },
    { path: "files.list", text: filesList(files) },
    ...used.map((algorithm) => ({ path: `files.${algorithm}`, text: checksumFile(files, algorithm) })),
    { path: "files.aria2", text: `${header(request, "bundle")}# aria2c -i files.aria2 -d files\n${aria2Input(files)}` },
    // Empty too: what an earlier one said no longer holds.
    { path: "files-without-checksum.list", text: filesList(unknown) },
  ];
}

function algorithms(files: readonly BundleFile[]): readonly Algorithm[] {
  const used = new Set(files.flatMap(({ checksums }) => checksums.map(({ algorithm }) => algorithm)));
  return (Object.keys(ALGORITHMS) as Algorithm[]).filter((algorithm) => used.has(algorithm));
}

function aboutAll(files: readonly BundleFile[]): readonly Note[] {
  const notes: Note[] = [];
  const unknown = files.filter(({ checksums }) => checksums.length === 0).map(({ url }) => shownUrl(url));
  if (unknown.length > 0)
    notes.push({
      severity: "warning",
      message: {
        en: `no checksum is known of ${unknown.join(", ")}: complete is what is as long as the server says`,
        zh: `没有以下文件的校验和：${unknown.join("、")}；仅按服务器所报长度判断是否完整`,
      },
    });
  const secret = files.filter(({ url }) => hasCredentials(url)).length;
  if (secret > 0)
    notes.push({
      severity: "warning",
      message: {
        en: `files.list, files.aria2 and download-files.sh hold the user names and passwords of ${secret} addresses: keep them to yourself`,
        zh: `files.list、files.aria2 与 download-files.sh 中含有 ${secret} 个地址的用户名和密码，请勿外传`,
      },
    });
  const untold = files.filter(({ path }) => !aria2Takes(path)).map(({ url }) => shownUrl(url));
  if (untold.length > 0)
    notes.push({
      severity: "warning",
      message: {
        en: `files.aria2 lacks ${untold.join(", ")}: aria2 cannot be told of a name that ends in a space`,
        zh: `files.aria2 中没有 ${untold.join("、")}：aria2 无法处理以空格结尾的文件名`,
      },
    });
  return notes;
}

function nothing([gap]: readonly Problem[], architecture: string | undefined): ManifestError {
  if (gap !== undefined) return new ManifestError({ en: `there is no file: ${gap.message}`, zh: `没有可下载的文件：${gap.message}` });
  if (architecture !== undefined)
    return new ManifestError(
      { en: `no host of the architecture ${architecture} downloads a file`, zh: `没有架构为 ${architecture} 的主机需要下载文件` },
      { en: "give another --arch, or none", zh: "请更换 --arch，或不指定" },
    );
  return new ManifestError({ en: "this inventory downloads no file", zh: "此 inventory 不下载任何文件" });
}
