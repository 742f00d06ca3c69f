/**
 * The overrides of real releases and inventories, fed back through the engine: nothing leaves the mirror unless it is named, everything lies
 * where the lists of files and images put it, and what is selected and what it hashes to stay as they were.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { diskFileSystem } from "../../../server/src/files/disk";
import type { FilePath } from "../../../server/src/files/fileSystem";
import { overlayFileSystem } from "../../../server/src/files/overlay";
import type { Model } from "../../../server/src/kubespray/model";
import { openModel } from "../../../server/src/kubespray/openModel";
import { type GivenOptions, optionValues } from "../../../server/src/manifests/frame/optionValues";
import { type Mapping, type MappingStyle, mapImage } from "../../../server/src/manifests/imageMapping";
import type { Generated } from "../../../server/src/manifests/manifest";
import { mirrorPath } from "../../../server/src/manifests/mirrorPath";
import { overrides } from "../../../server/src/manifests/overrides/overrides";
import { describeShared } from "../../support/shared";

const FILES = "https://files.example.com";
const REGISTRY = "hub.example.com";
const STYLES: readonly MappingStyle[] = ["strip", "keep", "flatten", "harbor"];
const MODES = ["lines", "base"] as const;

interface Proof {
  readonly before: Model;
  readonly after: Model;
  readonly made: Generated;
  readonly all: boolean;
  readonly mapping: Mapping;
}

/** What every proof of one inventory begins with. */
function opened(tree: string, inventory: string) {
  const fs = diskFileSystem();
  const options = { kubespray: tree as FilePath, inventory: inventory as FilePath, env: () => "" };
  return { fs, options, inventory, before: openModel({ fs, ...options }) };
}

function prove({ fs, options, inventory, before }: ReturnType<typeof opened>, style: MappingStyle, mode: string, all: boolean): Proof {
  const given: GivenOptions = { "file-server": FILES, registry: REGISTRY, mapping: style, project: "k8s", mode, ...(all && { all }) };
  const variant = (texts: ReadonlyMap<FilePath, string>) => openModel({ fs: overlayFileSystem(fs, texts), ...options });
  const display = (path: FilePath) => path.replace(`${inventory}/`, "");
  const made = overrides.generate({ model: before, fs, options: optionValues(overrides.options, given), locale: "en", display, variant });
  const [file] = made.files;
  const after = variant(new Map([[`${before.inventory.folder}/${file?.path}` as FilePath, file?.text as string]]));
  return { before, after, made, all, mapping: { style, registry: REGISTRY, project: "k8s" } };
}

/** Texts that are neither where they belong nor named. */
function astray({ before, after, made, all, mapping }: Proof): readonly string[] {
  const [old, now] = [before.lists({ all }), after.lists({ all })];
  const told = made.notes.map(({ message }) => message.en).join("\n");
  const wanted = new Set([
    ...old.files.map(({ text }) => `${FILES}/${mirrorPath(text)}`),
    ...old.images.flatMap(({ text }) => (text.endsWith(":") ? [] : mapImage(text, mapping))),
  ]);
  return [...now.files, ...now.images].map(({ text }) => text).filter((text) => !wanted.has(text) && !told.includes(text));
}

/** What each host takes and what it must hash to, by key. */
function decisions(model: Model): Readonly<Record<string, unknown>> {
  const hosts = [...new Set(["k8s_cluster", "etcd"].flatMap((group) => model.hostsOf(group)))];
  return Object.fromEntries(
    hosts.map((host) => {
      const { items, direct } = model.plan(host);
      const of = (item: (typeof items)[number] | (typeof direct)[number]) =>
        `${item.key} ${item.selected} ${item.artifact && "url" in item.artifact ? item.artifact.checksum : ""}`;
      return [host, [...items, ...direct].map(of)];
    }),
  );
}

/** The one address that a task of 2.22 spells out. */
const IN_A_TASK = /\/argo-cd\/\S*install\.yaml\. .*stands in a task of kubespray/;

/** With their own notes, or values that are no image references: proved by hand in overrides.test.ts. */
const NAMED: Readonly<Record<string, RegExp>> = {
  "downloads-override": /table of downloads/,
  "etcd-kubeadm-mirror": /zz\.yml:1 sets kube_image_repo and beats this file/,
};

describeShared("shared trees and inventories", "kubespray", (folder) => {
  const tags = readdirSync(folder).filter((tag) => existsSync(join(folder, tag, "tree")));
  const anywhere = join(folder, "v2.31.0/inventories");

  test.each(tags)("%s: everything it can download, both modes, each mapping", (tag) => {
    const own = join(folder, tag, "inventories");
    const inventory = join(existsSync(own) ? own : anywhere, "addons-all");
    const start = opened(join(folder, tag, "tree"), inventory);
    const decided = decisions(start.before);
    for (const [i, style] of STYLES.entries()) {
      // Files know nothing of the mapping of images: with the next tree each has the other mode.
      const mode = MODES[(i + tags.indexOf(tag)) % 2] as string;
      const proof = prove(start, style, mode, true);
      expect(astray(proof), `${style} ${mode}`).toEqual([]);
      const reasons = proof.made.notes.map(({ message }) => message.en).filter((text) => !IN_A_TASK.test(text));
      // kubeadm puts names behind one variable: a registry without folders has no room for them.
      if (style !== "flatten") expect(reasons, `${style} ${mode}`).toEqual([]);
      else expect(reasons.filter((text) => !/kube-apiserver:.*every mapping but flatten|templates of roles alone/.test(text))).toEqual([]);
      expect(decisions(proof.after)).toEqual(decided);
    }
  });

  const INVENTORIES = ["arch-hostvars", "cm-mixed", "digests", "dl-prefix", "etcd-kubeadm", "etcd-kubeadm-mirror", "downloads-override"];
  const FURTHER = [
    "kube-older",
    "net-cilium-hubble",
    "offline-all",
    "shape-bastion-rr",
    "shape-precedence",
    "switch-run-once",
    "versions-pinned",
  ];
  const pairs = tags.flatMap((tag) =>
    [...INVENTORIES, ...FURTHER].filter((name) => existsSync(join(folder, tag, "inventories", name))).map((name) => [tag, name] as const),
  );
  test.each(pairs)("%s %s: what is switched on", (tag, name) => {
    const i = pairs.findIndex(([one, other]) => one === tag && other === name);
    const style = (["strip", "keep", "harbor"] as const)[i % 3] as MappingStyle;
    const proof = prove(opened(join(folder, tag, "tree"), join(folder, tag, "inventories", name)), style, MODES[i % 2] as string, false);
    if (!name.startsWith("offline")) expect(astray(proof)).toEqual([]);
    expect(decisions(proof.after)).toEqual(decisions(proof.before));
    const warnings = proof.made.notes.filter(({ severity }) => severity === "warning").map(({ message }) => message.en);
    for (const warning of warnings) expect(warning).toMatch(NAMED[name] ?? /no warning at all/);
    expect(proof.made.gaps.map(({ message }) => message)).toEqual(proof.before.lists().gaps.map(({ message }) => message));
  });
});

const trees = process.env.KUBESPRAY_TREES;
describe.skipIf(trees === undefined || !existsSync(trees))("every full tree with its own sample (KUBESPRAY_TREES)", () => {
  const tags = trees === undefined || !existsSync(trees) ? [] : readdirSync(trees).filter((tag) => existsSync(join(trees, tag, "roles")));
  test.each(tags)("%s", (tag) => {
    const tree = join(trees as string, tag);
    const inventory = join(tree, "inventory/sample");
    const start = opened(tree, inventory);
    for (const mode of MODES) {
      const proof = prove(start, "strip", mode, true);
      expect(astray(proof), mode).toEqual([]);
      const warnings = proof.made.notes.filter(({ severity }) => severity === "warning").map(({ message }) => message.en);
      expect(warnings.filter((text) => !IN_A_TASK.test(text))).toEqual([]);
      expect(decisions(proof.after)).toEqual(decisions(proof.before));
    }
  });
});
