import type { Mapping } from "../imageMapping";
import { say } from "../manifest";
import { comment, yaml } from "../quoting";
import type { SyncImage } from "./syncPlan";

/**
 * The list that `skopeo sync --src yaml` reads (skopeo-sync(1), "YAML file content"): registry, repository, tags and digests. A repository
 * without any would mean all its tags, so each has at least one.
 */
export function syncYaml(images: readonly SyncImage[], header: readonly string[], { registry }: Mapping, locale: string): string {
  const registries = new Map<string, Map<string, Set<string>>>();
  for (const { reference } of images) {
    const repositories = registries.get(reference.registry) ?? new Map<string, Set<string>>();
    registries.set(reference.registry, repositories);
    const versions = repositories.get(reference.path) ?? new Set();
    repositories.set(reference.path, versions.add(reference.digest ?? reference.tag ?? "latest"));
  }
  const usage = {
    en: "The destination of an image is REGISTRY/origin/path, as with --mapping keep:",
    zh: "镜像的目的地为 REGISTRY/来源/路径，与 --mapping keep 相同：",
  };
  const command = `  skopeo sync --all --preserve-digests --keep-going --scoped --src yaml --dest docker skopeo-sync.yml ${registry}`;
  const lines = [...header, "", say(usage, locale), command].map((line) => `# ${comment(line)}`.trimEnd());
  for (const [origin, repositories] of registries) {
    lines.push(`${yaml(origin)}:`, "  images:");
    for (const [path, versions] of repositories) {
      lines.push(`    ${yaml(path)}:`, ...[...versions].map((version) => `      - ${yaml(version)}`));
    }
  }
  return `${lines.join("\n")}\n`;
}
