import type { ImageReference } from "../imageMapping";

/** Package URLs (package-url/purl-spec) of what kubespray downloads: `pkg:generic` for a file, `pkg:oci` for an image. */

export function filePurl(name: string, url: string, sha256: string | undefined): string {
  const checksum: [string, string][] = sha256 === undefined ? [] : [["checksum", `sha256:${sha256}`]];
  return `pkg:generic/${encoded(name)}${qualifiers([...checksum, ["download_url", url]])}`;
}

/** The type `oci` has the digest for its version; without one the tag alone says which. */
export function imagePurl({ registry, path, tag, digest }: ImageReference): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const version = digest === undefined ? "" : `@${encoded(digest)}`;
  const tagged: [string, string][] = tag === undefined ? [] : [["tag", tag]];
  return `pkg:oci/${encoded(name)}${version}${qualifiers([["repository_url", `${registry}/${path}`], ...tagged])}`;
}

/** In the order of their names, as a canonical purl has them. */
function qualifiers(pairs: readonly (readonly [string, string])[]): string {
  return `?${pairs.map(([name, value]) => `${name}=${encoded(value).replaceAll("%2F", "/")}`).join("&")}`;
}

function encoded(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%3A", ":");
}
