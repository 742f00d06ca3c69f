import type { Wording } from "../manifest";

/** What sync-images.sh says to its operator. Quoted by the template. */

export const ABOUT: readonly Wording[] = [
  {
    en: "Copies the images of this inventory into your own registry, directly or by way of a folder that is carried over an air gap.",
    zh: "把此 inventory 的镜像复制到自己的镜像仓库：可直接复制，也可先下载到目录、带过隔离网络后再上传。",
  },
  {
    en: "Needs skopeo. Log in with `skopeo login`; credentials are read from its auth file and stand nowhere here.",
    zh: "需要 skopeo。请用 `skopeo login` 登录；凭据从其 auth 文件读取，本文件中没有凭据。",
  },
];

export const USAGE: readonly Wording[] = [
  { en: "Usage: sync-images.sh [copy | download | upload] [options]", zh: "用法：sync-images.sh [copy | download | upload] [选项]" },
  { en: "", zh: "" },
  { en: "  copy       from the origin to your registry (the default)", zh: "  copy       从来源直接复制到自己的镜像仓库（默认）" },
  { en: "  download   from the origin to a folder: where the internet is", zh: "  download   从来源下载到目录：在可以访问互联网的一侧" },
  { en: "  upload     from that folder to your registry: where it is not", zh: "  upload     从该目录上传到自己的镜像仓库：在隔离的一侧" },
  { en: "", zh: "" },
  {
    en: "A second run copies only what is missing or has changed at the origin.",
    zh: "再次运行只复制缺少的或来源已变化的镜像。",
  },
  { en: "", zh: "" },
  {
    en: "  --to REGISTRY            another registry than that of the file, such as localhost:5000 behind a read-only front",
    zh: "  --to REGISTRY            使用别的镜像仓库地址，例如只读前端之后的 localhost:5000",
  },
  {
    en: "  --arch all|amd64|...     all architectures, or one; an image named by its digest is always copied whole",
    zh: "  --arch all|amd64|...     所有架构，或仅一种；以摘要指定的镜像总是完整复制",
  },
  {
    en: "  --dir DIR                folder of download and upload (images)",
    zh: "  --dir DIR                download 与 upload 使用的目录（images）",
  },
  {
    en: "  --state DIR              where copy records what it wrote (sync-images.state)",
    zh: "  --state DIR              copy 的记录目录（sync-images.state）",
  },
  {
    en: "  --trust-record           do not ask the origin about what is recorded as done (spares rate limits)",
    zh: "  --trust-record           已有记录的镜像不再询问来源（避免触发限流）",
  },
  { en: "  --only PATTERN           only sources like this: 'quay.io/*'", zh: "  --only PATTERN           仅处理匹配的来源：'quay.io/*'" },
  { en: "  --jobs N                 images at a time (4)", zh: "  --jobs N                 并行数（4）" },
  { en: "  --tries N                attempts for each image (3)", zh: "  --tries N                每个镜像的尝试次数（3）" },
  {
    en: "  --delay SECONDS          pause before trying again, longer each time (2)",
    zh: "  --delay SECONDS          重试前的等待秒数，逐次增加（2）",
  },
  {
    en: "  --authfile FILE          credentials of both sides; --src-authfile, --dest-authfile: of one",
    zh: "  --authfile FILE          两侧的凭据；--src-authfile、--dest-authfile：单侧",
  },
  {
    en: "  --src-cert-dir DIR       certificates, as skopeo(1) says; also --dest-cert-dir",
    zh: "  --src-cert-dir DIR       证书目录，见 skopeo(1)；另有 --dest-cert-dir",
  },
  {
    en: "  --src-no-tls-verify      take plain HTTP and unknown certificates; also --dest-no-tls-verify",
    zh: "  --src-no-tls-verify      接受 HTTP 与未知证书；另有 --dest-no-tls-verify",
  },
  { en: "  --dry-run                say what would be copied, copy nothing", zh: "  --dry-run                只说明将复制什么，不复制" },
  {
    en: "  --list                   print source and destination of each image",
    zh: "  --list                   列出每个镜像的来源与目的地",
  },
  {
    en: "  --report FILE            write status, source, destination, digest, reason; tab-separated",
    zh: "  --report FILE            写出状态、来源、目的地、摘要、原因，以制表符分隔",
  },
  { en: "", zh: "" },
  { en: "Status of an image:", zh: "镜像的状态：" },
  { en: "  current    was already there with the same digest", zh: "  current    已存在且摘要相同" },
  { en: "  copied     is now there, and was asked for again to be sure", zh: "  copied     已复制，并已重新读取确认" },
  {
    en: "  rewritten  copied, but of a format so old that its digest had to change",
    zh: "  rewritten  已复制，但格式过旧，摘要不得不改变",
  },
  { en: "  planned    would be copied (--dry-run)", zh: "  planned    将被复制（--dry-run）" },
  { en: "  failed     see the end of the report", zh: "  failed     见报告末尾" },
  {
    en: "Exit code: 0 all is there, 1 something failed, 2 wrong usage or no skopeo.",
    zh: "退出码：0 全部就绪，1 有失败，2 用法错误或缺少 skopeo。",
  },
];

export const MESSAGES = {
  seeHelp: { en: "sync-images.sh --help says what there is", zh: "可用的选项见 sync-images.sh --help" },
  needsValue: { en: "a value is missing", zh: "缺少值" },
  unknownOption: { en: "there is no such option", zh: "没有此选项" },
  notANumber: { en: "not a number that can be used here", zh: "不是可用的数字" },
  notARegistry: { en: "not a registry: write host:port, without https://", zh: "不是镜像仓库：请写 host:port，不带 https://" },
  notAnArch: { en: "not an architecture: write all, amd64, arm64, ...", zh: "不是架构：请写 all、amd64、arm64 等" },
  noSkopeo: { en: "skopeo is not installed", zh: "未安装 skopeo" },
  noCarrier: { en: "there is no such folder: run sync-images.sh download first", zh: "没有此目录：请先运行 sync-images.sh download" },
  noMatch: { en: "no image is like this", zh: "没有匹配的镜像" },
  notCarried: { en: "is not in the folder: download it again", zh: "不在目录中：请重新下载" },
  damaged: { en: "is damaged: download it again", zh: "已损坏：请重新下载" },
  otherDigest: { en: "the digest is not the one expected:", zh: "摘要与预期不符：" },
  interrupted: { en: "interrupted", zh: "被中断" },
  failedHeading: { en: "Failed:", zh: "失败：" },
} satisfies Record<string, Wording>;
