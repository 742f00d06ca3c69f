import type { FilePath, FileSystem } from "../files/fileSystem";
import type { Generation } from "../jinja/context";
import { fingerprintOf } from "./fingerprint";
import { gitState } from "./gitTag";
import type { Release } from "./model";
import { compareReleases, isReleaseName } from "./releases";

/**
 * Which release a tree is: git's tag, else the fingerprint of its defaults, never galaxy.yml (it is wrong in several releases and
 * forks). `rules` names the release whose rules of facts apply, also where the tree is no release as it was published.
 */
export interface TreeRelease extends Release {
  /** The release whose facts are used where the tree's own files do not say. */
  readonly rules: string;
}

/** The oldest release: its rules stand in for a tree of which nothing can be told. */
const OLDEST = "v2.16.0";
/** From here on kubespray is written for ansible-core 2.19. */
const NATIVE_FROM = "2.32";

export function releaseOf(fs: FileSystem, root: FilePath, override?: Generation): TreeRelease {
  const tag = gitState(fs, root)
    ?.tags.filter((name) => name !== "master" && isReleaseName(name))
    .sort(compareReleases)
    .at(-1);
  const fingerprint = tag === undefined ? fingerprintOf(fs, `${root}/roles`) : undefined;
  const rules = tag ?? fingerprint?.nearest ?? OLDEST;
  const [generation, generationReason] = generationOf(fs, root, rules, override);
  const said = { generation, generationReason, rules };
  if (tag !== undefined) return { name: tag, source: "git-tag", ...said };
  if (fingerprint?.exact) return { name: fingerprint.nearest, source: "fingerprint", ...said };
  return { name: undefined, source: "unknown", ...(fingerprint && { nearest: fingerprint.nearest }), ...said };
}

function generationOf(
  fs: FileSystem,
  root: FilePath,
  rules: string,
  override: Generation | undefined,
): readonly [generation: Generation, reason: string] {
  if (override !== undefined) return [override, "as asked for"];
  for (const { file, pattern } of VERSION_CHECKS) {
    const read = fs.read(`${root}/${file}`);
    const found = read.ok ? pattern.exec(read.text) : null;
    if (found) {
      const version = `${found[1]}.${found[2]}`;
      return [isNative(Number(found[1]), Number(found[2])) ? "native" : "classic", `${file} asks for ansible-core ${version}`];
    }
  }
  return compareReleases(rules, NATIVE_FROM) >= 0
    ? ["native", `${rules} is written for ansible-core 2.19`]
    : ["classic", `${rules} is written for an ansible-core before 2.19`];
}

/** Where full trees say which ansible-core they need. */
const VERSION_CHECKS = [
  { file: "playbooks/ansible_version.yml", pattern: /^\s*minimal_ansible_version:\s*["']?(\d+)\.(\d+)/m },
  { file: "ansible_version.yml", pattern: /^\s*minimal_ansible_version:\s*["']?(\d+)\.(\d+)/m },
  { file: "meta/runtime.yml", pattern: /^requires_ansible:\s*["']?>=?\s*(\d+)\.(\d+)/m },
] as const;

function isNative(major: number, minor: number): boolean {
  return major > 2 || (major === 2 && minor >= 19);
}
