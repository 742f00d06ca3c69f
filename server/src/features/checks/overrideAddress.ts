import type { Definition } from "../../ansible/model";
import type { Wording } from "../../text/wording";
import { redacted } from "../secrets";
import type { Check, CheckContext, Finding, Fix, Severity } from "./check";
import { type Fetched, fetched, placeOfDefinition, sourceOf } from "./offlineEntries";

/** What an override makes of an address: two slashes, no scheme, a blank, an empty part. */
export const overrideAddress: Check = {
  code: "override-address",
  severity: "error",
  title: { en: "An override that gives no valid address", zh: "覆盖后的地址无效" },
  summary: {
    en: "A setting of yours gives the files or images that are downloaded an address with something missing or too much: no scheme, two slashes, a blank, a capital letter in an image's name.",
    zh: "所设的值使要下载的文件或镜像的地址缺少或多出内容：没有协议、连续两个斜杠、空白，或镜像名称中的大写字母。",
  },
  run,
};

interface Fault {
  readonly severity: Severity;
  readonly what: Wording;
  readonly isSlash?: boolean;
}

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const told = new Set<string>();
  for (const one of yield* fetched(context)) {
    if (one.base === undefined) continue;
    const fault = one.entry.kind === "file" ? faultOfUrl(one) : faultOfImage(one);
    const place = fault && placeOfDefinition(culprit(one, fault) ?? one.base);
    const id = place && `${place.file} ${place.span.start} ${fault.what.en}`;
    if (!place || id === undefined || told.has(id)) continue;
    told.add(id);
    const shown = redacted(one.entry.text).replace(/\s/g, "␣");
    yield {
      ...place,
      severity: fault.severity,
      message: { en: `${fault.what.en} ${shown}`, zh: `${fault.what.zh}${shown}` },
      fixes: fault.isSlash ? withoutSlash(context, culprit(one, fault) ?? one.base) : [],
    };
  }
}

function faultOfUrl({ entry: { text } }: Fetched): Fault | undefined {
  if (/\s/.test(text)) return BLANK;
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  if (scheme === undefined) return NO_SCHEME;
  const [path = ""] = text.slice(scheme.length).split(/[?#]/);
  if (path.startsWith("/") || path === "") return NO_HOST;
  // Behind a colon another address begins: `https://proxy/https://github.com`.
  return /(?<!:)\/\//.test(path) ? TWO_SLASHES : undefined;
}

/** After the grammar of references (distribution/reference): lower case, parts that are not empty. */
function faultOfImage({ entry: { text } }: Fetched): Fault | undefined {
  // Told on its own (registryScheme.ts).
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return undefined;
  if (/\s/.test(text)) return BLANK;
  const [name = ""] = text.split("@");
  const parts = name.split("/");
  const last = parts.at(-1) ?? "";
  if (parts.slice(0, -1).includes("") || /^(?::|$)/.test(last)) return EMPTY_PART;
  const repository = parts.slice(parts.length > 1 && /[.:A-Z]|^localhost$/.test(parts[0] as string) ? 1 : 0).join("/");
  return /[A-Z]/.test(repository.replace(/:[^/]*$/, "")) ? CAPITAL : undefined;
}

/** Of the user's definitions on the way the one that ends with the slash. */
function culprit({ links }: Fetched, fault: Fault): Definition | undefined {
  if (!fault.isSlash) return undefined;
  return links.findLast(({ isOwn, definition }) => isOwn && /\/\s*$/.test(String(definition.raw())))?.definition;
}

function withoutSlash(context: CheckContext, definition: Definition): readonly Fix[] {
  const source = sourceOf(context, definition);
  const found = /(\/+)(["']?)$/.exec(source ?? "");
  if (!found || definition.file === undefined || definition.valueSpan === undefined) return [];
  const start = definition.valueSpan.start + found.index;
  const edits = [{ file: definition.file, span: { start, end: start + (found[1] as string).length }, text: "" }];
  return [{ title: { en: "Remove the slash at the end", zh: "删除末尾的斜杠" }, edits, preferred: true }];
}

const BLANK: Fault = {
  severity: "error",
  what: { en: "There is a blank or a line break in the address, so that it cannot be fetched:", zh: "地址中有空白或换行，因此无法下载：" },
};
const NO_SCHEME: Fault = {
  severity: "error",
  what: {
    en: "The address of a file has to begin with http:// or https://, or it cannot be fetched:",
    zh: "文件地址必须以 http:// 或 https:// 开头，否则无法下载：",
  },
};
const NO_HOST: Fault = {
  severity: "error",
  what: { en: "The address names no host, so that it cannot be fetched:", zh: "地址中没有主机名，因此无法下载：" },
};
const TWO_SLASHES: Fault = {
  severity: "warning",
  what: {
    en: "Two slashes stand together in the address, which not every file server takes for one:",
    zh: "地址中有两个连续的斜杠，并非所有文件服务器都视为一个：",
  },
  isSlash: true,
};
const EMPTY_PART: Fault = {
  severity: "error",
  what: {
    en: "A part of the image's name is empty, so that the container runtime rejects it:",
    zh: "镜像名称中有空的部分，容器运行时会拒绝：",
  },
  isSlash: true,
};
const CAPITAL: Fault = {
  severity: "error",
  what: {
    en: "An image's name has no capital letters behind the registry; the container runtime rejects it:",
    zh: "镜像名称在镜像仓库地址之后不能有大写字母，容器运行时会拒绝：",
  },
};
