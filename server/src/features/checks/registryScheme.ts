import type { Check, CheckContext, Finding, Fix } from "./check";
import { fetched, placeOfDefinition, sourceOf } from "./offlineEntries";

/** `http://registry:5000` before an image: no container runtime takes it, whether the registry speaks TLS or not. */
export const registryScheme: Check = {
  code: "registry-scheme",
  severity: "error",
  title: { en: "A scheme in an image's registry", zh: "镜像仓库地址带有协议前缀" },
  summary: {
    en: "A registry or repository of images that begins with http:// or https://: containerd, CRI-O and Docker reject such a reference, and no image is pulled.",
    zh: "镜像仓库地址以 http:// 或 https:// 开头：containerd、CRI-O 和 Docker 都不接受这种引用，镜像无法拉取。",
  },
  run,
};

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const all = yield* fetched(context);
  const told = new Set<unknown>();
  for (const { entry, base } of all) {
    const scheme = entry.kind === "image" ? SCHEME.exec(entry.text)?.[0] : undefined;
    if (scheme === undefined || base === undefined) continue;
    const place = placeOfDefinition(base);
    const id = place && `${place.file} ${place.span.start}`;
    if (!place || told.has(id)) continue;
    told.add(id);
    const images = all.filter((one) => one.entry.kind === "image" && sameBase(one.base, base)).length;
    // Files need the scheme: with one address for both it has to stay.
    const isShared = all.some((one) => one.entry.kind === "file" && one.links.some(({ definition }) => sameBase(definition, base)));
    yield {
      ...place,
      message: {
        en: `An image's name has no scheme: with ${scheme} before it the container runtime rejects it, here for ${images} ${images === 1 ? "image" : "images"}. Write the registry's host and port alone; whether it is reached by http is set in the runtime's own configuration of registries.`,
        zh: `镜像名称不含协议：前面带有 ${scheme} 时容器运行时会拒绝，此处涉及 ${images} 个镜像。请只写镜像仓库的主机名和端口；是否使用 http 在运行时的镜像仓库配置中设置。`,
      },
      fixes: isShared ? [] : withoutScheme(context, base, scheme),
    };
  }
}

function sameBase(a: { readonly file?: string; readonly line?: number; readonly name: string } | undefined, b: typeof a): boolean {
  return a !== undefined && b !== undefined && a.file === b.file && a.line === b.line && a.name === b.name;
}

function withoutScheme(context: CheckContext, base: Parameters<typeof sourceOf>[1], scheme: string): readonly Fix[] {
  const source = sourceOf(context, base);
  const at = /^["']?/.exec(source ?? "")?.[0].length ?? 0;
  if (source === undefined || base.file === undefined || base.valueSpan === undefined || !source.startsWith(scheme, at)) return [];
  const start = base.valueSpan.start + at;
  const edits = [{ file: base.file, span: { start, end: start + scheme.length }, text: "" }];
  return [{ title: { en: `Remove ${scheme}`, zh: `删除 ${scheme}` }, edits, preferred: true }];
}
