import { PyDict } from "../src/python/values";
import { loadText } from "../src/yaml/loadText";
import type { TreeFile } from "./gitTree";

/** The Kubernetes versions that a release has checksums for (the keys of kubelet_checksums for amd64), newest first, without `v`. */
export function kubernetesVersions(files: readonly TreeFile[], texts: ReadonlyMap<string, string>): readonly string[] {
  for (const { path, id } of files) {
    if (!/roles\/.*\/(?:defaults|vars)\//.test(path)) continue;
    const text = texts.get(id) ?? "";
    if (!/^kubelet_checksums:/m.test(text)) continue;
    const loaded = loadText(text, { generation: "classic" });
    const table = loaded.ok && loaded.value instanceof PyDict ? loaded.value.get("kubelet_checksums") : undefined;
    const amd64 = table instanceof PyDict ? table.get("amd64") : undefined;
    if (amd64 instanceof PyDict) return [...amd64.keys()].map((version) => String(version).replace(/^v/, ""));
  }
  return [];
}
