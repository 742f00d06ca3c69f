// `npm run release-facts -- --clone DIR`: the facts about kubespray's releases that checks need where no tree is at hand, or another one than
// the inventory was written for: which variables each release defines and reads, in which shape and with which plain default, and which
// versions it has for Kubernetes. Made from a clone with all tags; only names, versions, short defaults and ranges of releases come over.
// `--check` says whether the committed file is up to date.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compareReleases } from "../src/kubespray/releases";
import { filesAt, git, textsOf } from "./gitTree";
import { kubernetesVersions } from "./kubernetesVersions";
import { type FileNames, namesInTemplate, namesInYaml, type Shape } from "./namesIn";
import { defaultsLine, plainDefaults } from "./plainDefaults";
import { findRenames } from "./renames";

const OUT = "server/src/kubespray/releaseFacts/releaseFacts.txt";
const FIRST = "v2.11.0";

void main(option("clone"));

async function main(clone: string | undefined): Promise<void> {
  if (clone === undefined || !existsSync(clone)) {
    console.error("--clone DIR: a clone of kubespray with all tags (a bare one will do)");
    process.exitCode = 64;
    return;
  }
  const text = await make(clone, option("master") ?? "HEAD");
  const committed = join(process.cwd(), OUT);
  if (process.argv.includes("--check")) {
    const same = readFileSync(committed, "utf8") === text;
    console.log(same ? "up to date" : `${OUT} is out of date: run npm run release-facts -- --clone DIR`);
    process.exitCode = same ? 0 : 1;
    return;
  }
  writeFileSync(committed, text);
  console.log(`${OUT}: ${text.split("\n").length} lines, ${(text.length / 1024).toFixed(0)} kB`);
}

async function make(repository: string, master: string): Promise<string> {
  const tags = git(repository, "tag", "--list", "v2.*")
    .split("\n")
    .filter((tag) => /^v2\.\d+\.\d+$/.test(tag) && compareReleases(tag, FIRST) >= 0)
    .sort(compareReleases);
  const releases = [...tags, "master"];
  const trees = releases.map((release) =>
    filesAt(repository, release === "master" ? master : release).filter(({ path }) => isWanted(path)),
  );
  const byId = new Map(trees.flat().map((file) => [file.id, file]));
  const texts = await textsOf(repository, [...byId.keys()]);
  const names = new Map<string, FileNames>();
  for (const [id, file] of byId) names.set(id, namesOf(file.path, texts.get(id) as string));

  const known = new Map<string, Known>();
  const of = (name: string): Known => {
    const one = known.get(name) ?? { defined: new Set(), read: new Set(), sample: new Set(), shapes: new Map(), role: undefined };
    known.set(name, one);
    return one;
  };
  const lines = [`releases ${releases.join(" ")}`];
  for (const [release, files] of trees.entries()) {
    for (const file of files) {
      const { defined, read } = names.get(file.id) as FileNames;
      const role = roleOf(file.path);
      if (role !== undefined) {
        for (const [name, shape] of defined) {
          const one = of(name);
          one.defined.add(release);
          one.role = role;
          if (shape !== "t" && shape !== "n") addTo(one.shapes, shape, release);
        }
      } else if (isSample(file.path)) for (const name of sampleNames(texts.get(file.id) as string)) of(name).sample.add(release);
      for (const name of read) of(name).read.add(release);
    }
    lines.push(`kubernetes ${releases[release]} ${kubernetesVersions(files, texts).join(" ")}`.trimEnd());
  }
  const isName = (name: string) => /^[A-Za-z_]\w*$/.test(name);
  const lives = (name: string) => {
    const one = known.get(name);
    return one && new Set([...one.defined, ...one.read]);
  };
  // Only what a user may have set: names that the program makes for itself concern nobody.
  const settable = (name: string) => {
    const one = known.get(name);
    return one !== undefined && (one.defined.size > 0 || one.sample.size > 0);
  };
  for (const { from, to } of findRenames(repository, FIRST, master, lives)) {
    if (settable(from) && settable(to)) lines.push(`renamed ${from} ${to}`);
  }
  const sorted = [...known.keys()].filter(isName).sort();
  for (const name of sorted) lines.push(`name ${line(name, known.get(name) as Known)}`);
  const defaults = trees.map((files) => plainDefaults(files, ({ id }) => (names.get(id) as FileNames).values));
  for (const name of sorted) {
    const changes = defaultsLine(
      name,
      defaults.map((ofRelease) => ofRelease.get(name)),
    );
    if (changes !== undefined) lines.push(`default ${changes}`);
  }
  return `${lines.join("\n")}\n`;
}

interface Known {
  readonly defined: Set<number>;
  readonly read: Set<number>;
  /** Named in the sample inventory, set or as a comment. */
  readonly sample: Set<number>;
  readonly shapes: Map<Shape, Set<number>>;
  role: string | undefined;
}

function line(name: string, { defined, read, sample, shapes, role }: Known): string {
  const parts = [name];
  if (defined.size > 0) parts.push(`D${ranges(defined)}`);
  if (read.size > 0) parts.push(`R${ranges(read)}`);
  if (sample.size > 0) parts.push(`S${ranges(sample)}`);
  if (role !== undefined) parts.push(`@${role}`);
  // One shape all the way says nothing.
  if (shapes.size > 1) for (const [shape, at] of shapes) parts.push(`${shape}=${ranges(at)}`);
  return parts.join(" ");
}

/** `0-3,7` */
function ranges(indices: ReadonlySet<number>): string {
  const sorted = [...indices].sort((a, b) => a - b);
  const found: [number, number][] = [];
  for (const i of sorted) {
    const last = found.at(-1);
    if (last && last[1] === i - 1) last[1] = i;
    else found.push([i, i]);
  }
  return found.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(",");
}

function isWanted(path: string): boolean {
  if (
    /^(?:tests|test-infra|docs|scripts|contrib\/(?:terraform|aws_inventory|inventory_builder|dind|offline|mitogen|packaging))\//.test(path)
  )
    return false;
  if (/\/(?:molecule|files\/.*\.(?:sh|json))$/.test(path)) return false;
  if (isSample(path)) return true;
  if (/^inventory\//.test(path)) return false;
  return /\.(?:ya?ml|j2)$/.test(path) && /(?:^|\/)(?:roles|playbooks|extra_playbooks|contrib)\/|^[^/]+\.ya?ml$/.test(path);
}

function isSample(path: string): boolean {
  return /^inventory\/sample\/.*\.(?:ya?ml|ini)$/.test(path);
}

/** The role whose defaults or vars a file belongs to; roles of contrib count as well. */
function roleOf(path: string): string | undefined {
  return /(?:^|\/)roles\/(.+?)\/(?:defaults|vars)\/.*\.ya?ml$/.exec(path)?.[1];
}

function namesOf(path: string, text: string): FileNames {
  if (path.endsWith(".j2")) return { defined: new Map(), read: namesInTemplate(text), values: new Map() };
  return namesInYaml(text);
}

/** Keys at the left edge, also those that are commented out. */
function sampleNames(text: string): readonly string[] {
  return [...text.matchAll(/^(?:# ?)?([a-z_]\w*):(?=[ \n])/gm)].map(([, name]) => name as string);
}

function addTo<K>(map: Map<K, Set<number>>, key: K, value: number): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}
