import type { Wording } from "../manifest";

/** What download-files.sh says to its operator. Quoted by the template. */

export const ABOUT: readonly Wording[] = [
  {
    en: "Downloads the files that kubespray needs for this inventory, and verifies them. Run it again at any time: it goes on where it was.",
    zh: "下载此 inventory 中 kubespray 所需的文件并校验。可随时重新运行，会从中断处继续。",
  },
  {
    en: "Needs curl or wget. Proxies, certificates and the like are those of these programs: https_proxy, ~/.curlrc, ~/.wgetrc.",
    zh: "需要 curl 或 wget。代理、证书等沿用这些程序自己的设置：https_proxy、~/.curlrc、~/.wgetrc。",
  },
];

export const USAGE: readonly Wording[] = [
  { en: "Usage: download-files.sh [options] [FOLDER]", zh: "用法：download-files.sh [选项] [目录]" },
  { en: "", zh: "" },
  {
    en: "Downloads into FOLDER (files, beside this script), laid out as wget -x does.",
    zh: "下载到目录（默认为本脚本旁的 files），布局与 wget -x 相同。",
  },
  { en: "What is there and right is not asked for again.", zh: "已存在且正确的文件不会再次请求。" },
  { en: "", zh: "" },
  { en: "      --check          only verify what is there; no network", zh: "      --check          仅校验已有文件，不访问网络" },
  { en: "      --list           show checksums, places and addresses", zh: "      --list           显示校验和、位置与地址" },
  { en: "  -j, --jobs N         files at a time (JOBS, else 4; at most 32)", zh: "  -j, --jobs N         并行数（JOBS，默认 4；最多 32）" },
  { en: "      --tries N        attempts in a row that bring nothing (5)", zh: "      --tries N        连续无进展的尝试次数上限（5）" },
  {
    en: "      --delay SECONDS  pause before trying again, doubled each time (2)",
    zh: "      --delay 秒数     重试前的等待，逐次加倍（2）",
  },
  { en: "      --stall SECONDS  give up a connection that brings nothing (60)", zh: "      --stall 秒数     连接多久没有数据即放弃（60）" },
  { en: "      --with PROGRAM   curl or wget (curl where there is one)", zh: "      --with 程序      curl 或 wget（默认优先 curl）" },
  { en: "  -h, --help           this text", zh: "  -h, --help           显示本帮助" },
  { en: "", zh: "" },
  {
    en: "Exit codes: 0 every file is there and right; 1 some are not, as the report says;",
    zh: "退出码：0 全部文件齐全且正确；1 有文件未成功，见报告；",
  },
  {
    en: "2 wrong use, or a program is missing; 3 another run is at work; 129, 130, 143 called off.",
    zh: "2 用法错误或缺少程序；3 另一次运行正在进行；129、130、143 被中止。",
  },
];

export const MESSAGES = {
  noNumber: { en: "a number below 100000 is needed", zh: "需要小于 100000 的数字" },
  needsValue: { en: "needs a value", zh: "需要一个值" },
  noOption: { en: "not known; see --help", zh: "无法识别，请看 --help" },
  oneFolder: { en: "only one folder can be given", zh: "只能指定一个目录" },
  noFolder: { en: "there is no such folder", zh: "没有这个目录" },
  noProgram: { en: "is not installed", zh: "未安装" },
  noTool: { en: "neither curl nor wget is installed", zh: "curl 与 wget 均未安装" },
  noSum: { en: "no program computes it: install coreutils or openssl", zh: "没有可计算它的程序，请安装 coreutils 或 openssl" },
  noState: { en: "cannot be made; is the folder writable?", zh: "无法创建，目录可写吗？" },
  occupied: {
    en: "another run is at work in this folder. If that is not so:",
    zh: "另一次运行正在使用此目录。若并非如此，请执行：",
  },
  missing: { en: "missing", zh: "缺少" },
  damaged: { en: "damaged", zh: "损坏" },
  unverified: { en: "not verified, no checksum is known:", zh: "未校验，没有已知的校验和：" },
  rightCount: { en: "right", zh: "正确" },
  unverifiedCount: { en: "there but not verified", zh: "存在但未校验" },
  badCount: { en: "missing or damaged", zh: "缺少或损坏" },
  notCompared: {
    en: "it is there, but has no checksum and could not be compared with the server's",
    zh: "文件已存在，但没有校验和，也无法与服务器比对",
  },
  inTheWay: { en: "something that is no file stands in its place", zh: "该位置上已有非文件的内容" },
  length: { en: "its length is not the server's:", zh: "长度与服务器不符：" },
  brokeOff: { en: "the connection broke off at byte", zh: "连接中断于字节" },
  otherSum: { en: "expected and got", zh: "期望值与实际值：" },
  tries: { en: "attempts:", zh: "尝试次数：" },
  downloading: { en: "downloading", zh: "下载中" },
  downloaded: { en: "downloaded", zh: "已下载" },
  failed: { en: "failed", zh: "失败" },
  downloadedCount: { en: "downloaded", zh: "已下载" },
  completeCount: { en: "there already", zh: "原已存在" },
  failedCount: { en: "failed", zh: "失败" },
  lengthOnly: { en: "of them without a checksum, judged by the server's length", zh: "个文件没有校验和，仅按服务器所报长度判断" },
  undoneCount: { en: "not done; run it again to go on", zh: "未处理；重新运行即可继续" },
} as const satisfies Readonly<Record<string, Wording>>;
