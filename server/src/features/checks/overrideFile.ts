import { redacted } from "../secrets";
import type { Check, CheckContext, Finding } from "./check";
import { type OverrideUrl, overrideUrls } from "./overrideUrls";

/** An override of an address that for certain leads to another file: another version of it, or another program. */
export const overrideFile: Check = {
  code: "override-file",
  severity: "warning",
  title: { en: "An override that leads to another file", zh: "覆盖后的地址指向了另一个文件" },
  summary: {
    en: "Your address of a download names another version than the one that is set, or another program: its checksum will not match.",
    zh: "为下载项设置的地址指向了不同的版本或不同的程序：校验和将不匹配。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const urls = yield* overrideUrls(context);
  // Names of files that tell one program from the other.
  const byName = new Map<string, string>();
  for (const { variable, standard } of urls.standards) {
    const name = baseName(standard);
    const known = byName.get(name);
    byName.set(name, known === undefined || known === variable ? variable : "");
  }
  for (const one of urls.overrides) {
    const version = otherVersion(one);
    if (version) {
      yield {
        ...one.place,
        message: {
          en: `This address is that of ${version.found}, and ${version.wanted} is to be installed: ${redacted(one.url)}. The checksum will not match.`,
          zh: `该地址是 ${version.found} 的，而要安装的是 ${version.wanted}：${redacted(one.url)}。校验和将不匹配。`,
        },
      };
      continue;
    }
    const other = byName.get(baseName(one.url));
    if (!other || other === one.variable || baseName(one.url) === baseName(one.standard)) continue;
    yield {
      ...one.place,
      message: {
        en: `${one.variable} leads to the file of ${other}: ${redacted(one.url)}. The checksum will not match.`,
        zh: `${one.variable} 指向了 ${other} 的文件：${redacted(one.url)}。校验和将不匹配。`,
      },
    };
  }
}

function baseName(url: string): string {
  return pathOf(url).at(-1) ?? "";
}

function pathOf(url: string): readonly string[] {
  return url
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "")
    .replace(/[?#].*$/s, "")
    .split("/")
    .filter(Boolean);
}

const VERSION = /\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)[\w.]*\d)?/gi;

/**
 * Where both addresses end alike but for the version: the file's own name with it, or as many folders that a mirror made of the internet's
 * address has (`release/v1.30.4/bin/linux/amd64/kubelet`).
 */
function otherVersion({ url, standard }: OverrideUrl): { readonly found: string; readonly wanted: string } | undefined {
  const [mine, theirs] = [pathOf(url).toReversed(), pathOf(standard).toReversed()];
  let found: { readonly found: string; readonly wanted: string } | undefined;
  for (let i = 0; i < Math.min(mine.length, theirs.length); i++) {
    const [a, b] = [mine[i] as string, theirs[i] as string];
    if (a.replace(VERSION, "*") !== b.replace(VERSION, "*")) break;
    const [x, y] = [a.match(VERSION) ?? [], b.match(VERSION) ?? []];
    if (a !== b) {
      if (x.length !== 1 || y.length !== 1) return undefined;
      found ??= { found: x[0] as string, wanted: y[0] as string };
    }
    if (found && (mine[0] !== theirs[0] || i + 1 >= LIKE_FOLDERS)) return found;
  }
  return undefined;
}

const LIKE_FOLDERS = 3;
