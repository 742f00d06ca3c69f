import { redact } from "../../text/redact";
import { say, type Wording } from "../../text/wording";
import { headerLines } from "../header";
import type { GeneratedFile, Note, Step } from "../manifest";
import { MANIFESTS } from "../manifests";
import { name } from "../program";
import { comment, sh } from "../quoting";
import { linesOf } from "./fileChanges";
import type { Made, MadeFiles } from "./makeManifest";
import type { GivenOptions } from "./optionValues";
import type { Surroundings } from "./surroundings";

/**
 * The README of a kit, for the operator who has nothing else at hand: whether it arrived whole, what is missing, what to do in which order,
 * what each file is for. All of it follows from what the kinds say of themselves and of what they made.
 */
export interface KitContents {
  readonly made: readonly Made[];
  readonly options: GivenOptions;
  readonly request: Surroundings;
}

/** Markdown that reads well as plain text too. */
export function kitReadme(kit: KitContents): string {
  const { made, request } = kit;
  const tell = (en: string, zh: string) => say({ en, zh }, request.locale);
  const whole = made.filter((one) => one.ok);
  const main = whole.filter((one) => !isOtherWay(one, whole));
  const release = request.model.kubespray?.release.name;
  const inventory = code(request.display(request.model.inventory.file ?? request.model.inventory.folder));
  const parts = [
    headerLines(request, "all")
      .map((line) => `<!-- ${line.replaceAll(">", "\\u003e")} -->`)
      .join("\n"),
    `# ${tell("Kubespray without the internet", "离线环境下的 kubespray")}`,
    tell(
      `For the inventory ${inventory} and kubespray${release === undefined ? "" : ` ${release}`}: ${counts(kit, tell)}. Each block of commands below starts in the folder that holds this file.`,
      `适用于 inventory ${inventory} 与 kubespray${release === undefined ? "" : ` ${release}`}：${counts(kit, tell)}。以下每段命令都从本文件所在的目录开始执行。`,
    ),
    `## ${tell("Is it whole?", "文件是否完整")}`,
    fence("sha256sum -c SHA256SUMS"),
    ...missing(kit, tell),
    ...prerequisites(main, tell, release, request.besides?.extraVars ?? []),
    ...section(steps(main, "connected", request.locale), tell("Where the internet can be reached", "在可以访问互联网的地方")),
    ...section(steps(main, "site", request.locale), tell("On site", "在离线现场")),
    ...section(
      whole.filter((one) => !main.includes(one)).flatMap((one) => otherWay(one, whole, tell, request.locale)),
      tell("Other ways", "其他方式"),
    ),
    `## ${tell("What is in here", "目录内容")}`,
    ...whole.flatMap((one) => contents(one, tell, request.locale)),
    `## ${tell("To make it again", "重新生成")}`,
    fence(command(kit)),
  ];
  return `${parts.join("\n\n")}\n`;
}

type Tell = (en: string, zh: string) => string;

function counts({ request }: KitContents, tell: Tell): string {
  const { model } = request;
  const { files, images } = model.lists();
  const architectures = [...new Set([...files, ...images].flatMap((entry) => entry.architectures))]
    .sort()
    .map(plain)
    .join(tell(", ", "、"));
  const hosts = model.hosts.length;
  const s = (n: number, word: string) => `${n} ${word}${n === 1 ? "" : "s"}`;
  return tell(
    `${s(hosts, "host")}${architectures === "" ? "" : ` (${architectures})`}, ${s(files.length, "file")}, ${s(images.length, "image")}`,
    `${hosts} 台主机${architectures === "" ? "" : `（${architectures}）`}，${files.length} 个文件，${images.length} 个镜像`,
  );
}

/** What is not there, before anything is done with the rest. */
function missing({ made, request }: KitContents, tell: Tell): string[] {
  const { locale } = request;
  const said = (message: string) => request.translate?.(message) ?? message;
  const lines = [
    ...made.flatMap((one) =>
      one.ok
        ? []
        : [
            `${tell(`${code(one.manifest.kind)} was not made: `, `${code(one.manifest.kind)} 未能生成：`)}${plain(sentences([one.wording, one.remedy], locale))}`,
          ],
    ),
    ...new Set(
      made.flatMap((one) =>
        one.ok
          ? one.generated.gaps.map(({ message, file, line }) => plain(`${place(file && request.display(file), line)}${said(message)}`))
          : [],
      ),
    ),
  ];
  if (lines.length === 0) return [];
  return [
    `## ${tell("Not complete", "不完整之处")}`,
    tell(
      "Mend this first and make the kit again: what is missing here will be missing on site.",
      "请先解决以下问题并重新生成：这里缺少的，现场也会缺少。",
    ),
    lines.map((line) => `- ${line}`).join("\n"),
  ];
}

/** What the steps take for granted: the names in their commands, programs, what has to be carried over beside the kit. */
function prerequisites(main: readonly MadeFiles[], tell: Tell, release: string | undefined, extraVars: readonly string[]): string[] {
  const all = main.flatMap(({ generated }) => generated.steps ?? []);
  if (all.length === 0) return [];
  const programs = (where: Step["where"]) =>
    [...new Set(all.filter((step) => step.where === where).flatMap(({ needs }) => needs ?? []))].map(code).join(tell(", ", "、"));
  const [connected, site] = [programs("connected"), programs("site")];
  const tree = `kubespray${release === undefined ? "" : ` ${plain(release)}`}`;
  return [
    `## ${tell("What is needed", "需要准备")}`,
    [
      tell(
        `In the commands INVENTORY stands for the hosts file on site and KUBESPRAY for the folder of ${tree}: put their full paths there.`,
        `命令中的 INVENTORY 代表现场的主机清单文件，KUBESPRAY 代表 ${tree} 所在的目录：请替换为完整路径。`,
      ),
      ...(extraVars.length === 0 ? [] : [givenBesides(extraVars.map(code).join(tell(", ", "、")), tell)]),
      ...(connected === ""
        ? []
        : [tell(`Programs where the internet can be reached: ${connected}.`, `可以访问互联网的一侧需要的程序：${connected}。`)]),
      ...(site === ""
        ? []
        : [
            tell(`Programs on site: ${site}. Where / stands, one of them is enough.`, `离线现场需要的程序：${site}。以 / 分隔的任选其一。`),
          ]),
      tell(
        `To be carried over: this folder, with all that the first part puts into it; the inventory; the folder of ${tree}.`,
        `需要带到现场的有：本目录（包括第一部分下载到其中的全部内容）、inventory、${tree} 的目录。`,
      ),
      tell(
        "Not in here: packages of the operating systems. kubespray installs some on every machine (conntrack, socat, ipset, ...), so the machines need a mirror of their distribution's repositories.",
        "本目录不含操作系统软件包。kubespray 会在每台机器上安装一些软件包（conntrack、socat、ipset 等），因此各机器需要能访问其发行版软件源的镜像站。",
      ),
    ]
      .map((line) => `- ${line}`)
      .join("\n"),
  ];
}

/** The run must have them too, or it asks for other files than these. */
function givenBesides(names: string, tell: Tell): string {
  return tell(
    `Given with -e when this was made, and not in the inventory: ${names}. Give the same values to run-layers.sh and ansible-playbook (-e NAME=VALUE), or write them into the inventory: else the cluster asks for other files than these.`,
    `生成时用 -e 给出、不在 inventory 中的变量：${names}。请在运行 run-layers.sh 和 ansible-playbook 时给出相同的值（-e NAME=VALUE），或将其写入 inventory；否则集群所需的文件会与此处不同。`,
  );
}

/** Stands for kinds that are there as well: another way, not a further step. */
function isOtherWay({ manifest }: MadeFiles, whole: readonly MadeFiles[]): boolean {
  return manifest.insteadOf?.some((kind) => whole.some((one) => one.manifest.kind === kind)) === true;
}

function otherWay(one: MadeFiles, whole: readonly MadeFiles[], tell: Tell, locale: string): string[] {
  const replaced = whole.filter(({ manifest }) => one.manifest.insteadOf?.includes(manifest.kind));
  const names = replaced.map(({ manifest }) => plain(say(manifest.title, locale)));
  const connected = steps([one], "connected", locale);
  const site = steps([one], "site", locale);
  return [
    `### ${plain(say(one.manifest.title, locale))}`,
    tell(`Instead of: ${names.join(", ")}.`, `可代替：${names.join("、")}。`),
    ...(connected.length > 0 ? [tell("Where the internet can be reached:", "在可以访问互联网的地方："), ...connected] : []),
    ...(site.length > 0 ? [tell("On site:", "在离线现场："), ...site] : []),
  ];
}

function section(parts: readonly string[], title: string): string[] {
  return parts.length === 0 ? [] : [`## ${title}`, ...parts];
}

function steps(kinds: readonly MadeFiles[], where: Step["where"], locale: string): string[] {
  const all = kinds.flatMap(({ manifest, generated }) =>
    (generated.steps ?? []).filter((step) => step.where === where).map((step) => ({ step, folder: manifest.folder })),
  );
  return all.map(({ step, folder }, i) => {
    const stop = step.command === undefined ? { en: ".", zh: "。" } : { en: ":", zh: "：" };
    const text = `${i + 1}. ${plain(withStop(say(step.text, locale), locale, stop))}`;
    if (step.command === undefined) return text;
    const enter = folder === "" ? "" : `cd ${word(folder)}\n`;
    return `${text}\n\n${indent(fence(`${enter}${step.command}`))}`;
  });
}

function contents({ manifest, generated }: MadeFiles, tell: Tell, locale: string): string[] {
  const folder = manifest.folder === "" ? "" : tell(` (${code(`${manifest.folder}/`)})`, `（${code(`${manifest.folder}/`)}）`);
  const notes = generated.notes.map((note) => `- ${noteText(note, tell, locale)}`);
  return [
    `### ${plain(say(manifest.title, locale))}${folder}`,
    ended(say(manifest.summary, locale), locale),
    [
      `| ${tell("File", "文件")} | ${tell("Bytes", "字节")} | ${tell("Lines", "行数")} |`,
      "|---|---|---|",
      ...generated.files.map((file) => fileRow(file)),
    ].join("\n"),
    ...(notes.length > 0 ? [notes.join("\n")] : []),
  ];
}

function fileRow({ path, text }: GeneratedFile): string {
  return `| ${code(path)} | ${new TextEncoder().encode(text).length} | ${linesOf(text).length} |`;
}

function noteText({ severity, message }: Note, tell: Tell, locale: string): string {
  return `${severity === "warning" ? tell("**Take care:** ", "**注意**：") : ""}${ended(say(message, locale), locale)}`;
}

function ended(text: string, locale: string): string {
  return plain(withStop(text, locale));
}

/** A sentence with its full stop. */
function withStop(text: string, locale: string, stop: Wording = { en: ".", zh: "。" }): string {
  return /[.。!?！？:：]$/.test(text) ? text : `${text}${say(stop, locale)}`;
}

/** Without the paths of inventory and tree, which belong to the machine. */
function command({ options, request, made }: KitContents): string {
  const wanted = new Set(made.map(({ manifest }) => manifest.kind));
  const skipped = MANIFESTS.flatMap(({ kind }) => (wanted.has(kind) ? [] : [`--skip ${kind}`]));
  const words = Object.entries(options).flatMap(([option, value]) => {
    if (value === undefined || value === false) return [];
    if (value === true) return [`--${option}`];
    return (typeof value === "string" ? [value] : value).map((one) => `--${option} ${word(redact(one))}`);
  });
  const language = request.locale.toLowerCase().startsWith("zh") ? ["--locale zh-cn"] : [];
  return [`${name} generate all`, ...words, ...skipped, ...language, ...(request.besides?.options ?? [])].join(" \\\n  ");
}

function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : sh(text);
}

function place(file: string | undefined, line: number | undefined): string {
  return file === undefined ? "" : `${file}${line === undefined ? "" : `:${line}`}: `;
}

/** Each with its full stop, and after one with a capital where it begins with a plain word. */
export function sentences(wordings: readonly (Wording | undefined)[], locale: string): string {
  const said = wordings.flatMap((wording) => (wording === undefined ? [] : [withStop(say(wording, locale), locale)]));
  return said.map((text, i) => (i > 0 && /^[a-z]+[ ,:]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text)).join(" ");
}

/** Text of an inventory in a paragraph or a cell: nothing in it is markup. */
function plain(text: string): string {
  return comment(redact(text)).replace(/[\\`*<[\]|]|^[#>+-]/g, "\\$&");
}

function code(text: string): string {
  const clean = comment(redact(text)).replaceAll("|", "\\|");
  return clean.includes("`") ? plain(text) : `\`${clean}\``;
}

function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = "`".repeat(longest + 1);
  return `${marks}sh\n${text}\n${marks}`;
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "   ");
}
