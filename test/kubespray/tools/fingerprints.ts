/**
 * Makes server/src/kubespray/fingerprintFacts.ts from full trees of all releases, one folder per release:
 *   npx esbuild test/kubespray/tools/fingerprints.ts --bundle --platform=node | node - FOLDER > server/src/kubespray/fingerprintFacts.ts
 */
import { join } from "node:path";
import { diskFileSystem } from "../../../server/src/files/disk";
import { defaultFiles, factOf, textOf, topLevelNames } from "../../../server/src/kubespray/fingerprint";
import { RELEASES } from "../../../server/src/kubespray/releases";

/** Chosen so that any two releases differ in two of them or more, where they differ at all, and over several upstream projects. */
const HASHED = [
  "kubelet_checksums",
  "kubeadm_checksums",
  "kube_version",
  "containerd_version",
  "runc_version",
  "calico_version",
  "cilium_version",
  "etcd_binary_checksums",
  "downloads",
  "nerdctl_extra_flags",
  "calicoctl_alternate_download_url",
  "kubelet_authorization_mode_webhook",
  "image_command_tool",
  "argocd_version",
  "metallb_pool_name",
  "metallb_auto_assign",
];
/** At most so many names are kept for each first and each last release. */
const NAMES_EACH = 5;

const folder = process.argv[2] ?? ".";
const fs = diskFileSystem();
const all = RELEASES.map((release) => defaultFiles(fs, join(folder, release, "roles")));

const facts = HASHED.map((name) => {
  const changes: string[] = [];
  let last = "-";
  all.forEach((files, index) => {
    const fact = factOf(textOf(files, name));
    if (fact !== last) changes.push(`${index}:${fact}`);
    last = fact;
  });
  return `  ["${name}", "${changes.join(" ")}"],`;
});

const known = all.map((files) => new Set(files.flatMap(topLevelNames)));
const ranges = [...new Set(known.flatMap((names) => [...names]))].sort().flatMap((name) => {
  const indexes = known.flatMap((names, index) => (names.has(name) ? [index] : []));
  const first = indexes[0] as number;
  const last = indexes.at(-1) as number;
  const whole = first === 0 && last === RELEASES.length - 1;
  return whole || indexes.length !== last - first + 1 ? [] : [{ name, first, last }];
});
const used = new Map<string, number>();
const names = ranges.filter(({ first, last }) => {
  const bounds = [...(first > 0 ? [`first ${first}`] : []), ...(last < RELEASES.length - 1 ? [`last ${last}`] : [])];
  if (bounds.every((bound) => (used.get(bound) ?? 0) >= NAMES_EACH)) return false;
  for (const bound of bounds) used.set(bound, (used.get(bound) ?? 0) + 1);
  return true;
});

console.log(`/** Made by test/kubespray/tools/fingerprints.ts from all releases: see fingerprint.ts. Numbers are places in RELEASES. */

/** A default and the hash of its text, at each release where it changes. */
export const FACTS: readonly (readonly [name: string, changes: string])[] = [
${facts.join("\n")}
];

/** Names that only some releases define: the first and the last that does. */
export const FIRST_AND_LAST: readonly (readonly [name: string, first: number, last: number])[] = [
${names.map(({ name, first, last }) => `  ["${name}", ${first}, ${last}],`).join("\n")}
];`);
