import { sha1 } from "../../jinja/plugins/filters/sha";
import type { ListEntry } from "../../kubespray/model";
import { requestUrl } from "../bundle/requestUrl";
import { headerLines } from "../header";
import { parseImage } from "../imageMapping";
import type { Generated, Manifest, ManifestRequest } from "../manifest";
import { mirrorPath } from "../mirrorPath";
import { name as programName, version as programVersion } from "../program";
import { jsonDocument } from "../quoting";
import { sha256Of, withoutUser } from "./fileEntries";
import { chosenLists, LIST_OPTIONS } from "./listOptions";
import { filePurl, imagePurl } from "./purl";

/**
 * A bill of materials in CycloneDX 1.6: what kubespray brings into this cluster. It says what is downloaded, not what is inside; there is no time in it
 * and its serial number is made of its content, so that the same inventory gives the same bytes.
 */
export const sbom: Manifest = {
  kind: "sbom",
  title: { en: "Bill of materials (CycloneDX)", zh: "物料清单（CycloneDX）" },
  summary: {
    en: "sbom.cdx.json: all files, with their checksums, and all images as a CycloneDX bill of materials",
    zh: "sbom.cdx.json：以 CycloneDX 物料清单的形式列出全部文件（含校验和）与镜像",
  },
  options: LIST_OPTIONS,
  folder: "sbom",
  generate,
};

function generate(request: ManifestRequest): Generated {
  const { model, options } = request;
  const { lists } = chosenLists(model, options);
  const release = model.kubespray?.release.name;
  const components = unique([...lists.files.map(fileComponent), ...lists.images.map(imageComponent)]);
  const root = { type: "application", "bom-ref": "kubespray", name: "kubespray", ...(release !== undefined && { version: release }) };
  const refs = components.map((component) => component["bom-ref"]);
  const document = {
    metadata: {
      tools: { components: [{ type: "application", name: programName, version: programVersion }] },
      component: root,
      properties: [property("header", withoutUser(headerLines(request, sbom.kind).join(". ")))],
    },
    components,
    dependencies: [{ ref: root["bom-ref"], dependsOn: refs }, ...refs.map((ref) => ({ ref }))],
    compositions: [{ aggregate: lists.gaps.length === 0 ? "complete" : "incomplete", dependencies: [root["bom-ref"]] }],
  };
  const head = { bomFormat: "CycloneDX", specVersion: "1.6", serialNumber: `urn:uuid:${uuidOf(JSON.stringify(document))}`, version: 1 };
  return {
    files: [{ path: "sbom.cdx.json", text: jsonDocument({ ...head, ...document }) }],
    notes: [],
    gaps: lists.gaps,
  };
}

interface Component {
  readonly type: "file" | "container";
  readonly "bom-ref": string;
  readonly name: string;
  readonly version?: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly purl?: string;
  readonly externalReferences?: readonly { readonly type: "distribution"; readonly url: string }[];
  readonly properties: readonly Property[];
}

function fileComponent(entry: ListEntry): Component {
  const path = mirrorPath(entry.text);
  const sha256 = sha256Of(entry.checksum);
  const url = path === undefined ? undefined : withoutUser(requestUrl(entry.text));
  const name = url === undefined ? withoutUser(entry.text) : (path as string).slice((path as string).lastIndexOf("/") + 1);
  return {
    type: "file",
    "bom-ref": `file:${url ?? name}`,
    name,
    ...(sha256 !== undefined && { hashes: [{ alg: "SHA-256", content: sha256 }] }),
    ...(url !== undefined && { purl: filePurl(name, url, sha256), externalReferences: [{ type: "distribution", url }] }),
    properties: properties(entry),
  };
}

function imageComponent(entry: ListEntry): Component {
  const reference = parseImage(entry.text);
  if (reference === undefined)
    return { type: "container", "bom-ref": `image:${entry.text}`, name: entry.text, properties: properties(entry) };
  const { registry, path, tag, digest } = reference;
  const sha256 = sha256Of(digest);
  const version = tag ?? digest;
  return {
    type: "container",
    "bom-ref": `image:${entry.text}`,
    name: `${registry}/${path}`,
    ...(version !== undefined && { version }),
    // The digest is that of the image's manifest.
    ...(sha256 !== undefined && { hashes: [{ alg: "SHA-256", content: sha256 }] }),
    purl: imagePurl(reference),
    properties: properties(entry),
  };
}

interface Property {
  readonly name: string;
  readonly value: string;
}

function properties({ keys, variable, architectures, selected }: ListEntry): readonly Property[] {
  return [
    ...keys.map((key) => property("download", key)),
    ...(variable === undefined ? [] : [property("variable", variable)]),
    ...architectures.map((architecture) => property("architecture", architecture)),
    property("enabled", String(selected)),
  ];
}

function property(name: string, value: string): Property {
  return { name: `${programName}:${name}`, value };
}

/** Addresses that differ only in what is left out of them are one component. */
function unique(components: readonly Component[]): readonly Component[] {
  const seen = new Map<string, Component>();
  for (const component of components) if (!seen.has(component["bom-ref"])) seen.set(component["bom-ref"], component);
  return [...seen.values()];
}

/** RFC 9562, version 5, in the namespace of addresses, of the content in place of an address. */
function uuidOf(text: string): string {
  const namespace = Uint8Array.from("6ba7b8119dad11d180b400c04fd430c8".match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const content = new TextEncoder().encode(text);
  const bytes = new Uint8Array(namespace.length + content.length);
  bytes.set(namespace);
  bytes.set(content, namespace.length);
  const digest = sha1(bytes).slice(0, 16);
  digest[6] = ((digest[6] as number) & 0x0f) | 0x50;
  digest[8] = ((digest[8] as number) & 0x3f) | 0x80;
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
