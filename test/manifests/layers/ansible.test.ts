/**
 * Real Ansible takes the layers for cluster.yml: the same plays and tasks in the same order, and the same values where a later layer uses what
 * an earlier one found out. Full trees with KUBESPRAY_TREES.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { GivenOptions } from "../../../server/src/manifests/frame/optionValues";
import { layers } from "../../../server/src/manifests/layers/layers";
import { temporaryFolder } from "../../support/cli";
import { generatedOnDisk } from "../../support/generated";
import { describeWith } from "../../support/programs";
import { ansible, listed, playsOfLayers } from "./ansible";
import { ownInventory, ownTree } from "./ownTree";

/** Writes the layers; gives their names without those that are only run by name. */
function write(folder: string, tree: string, inventory: string, given: GivenOptions): readonly string[] {
  const { files } = generatedOnDisk(layers, tree, inventory, given);
  mkdirSync(folder, { recursive: true });
  for (const { path, text, executable } of files) {
    writeFileSync(join(folder, path), text);
    if (executable) chmodSync(join(folder, path), 0o755);
  }
  return files.map(({ path }) => path).filter((path) => /^0[0-6]-.*\.yml$/.test(path));
}

const base64Json = (folder: string) =>
  readdirSync(folder).map((name) => [name, JSON.parse(Buffer.from(readFileSync(join(folder, name), "utf8"), "base64").toString())]);

describeWith(["ansible-playbook"], "a small tree of our own", () => {
  test.each(["all", "few"] as const)("the layers' plays and tasks are cluster.yml's: %s groups", (groups) => {
    const tree = temporaryFolder({ ...ownTree(), "site/hosts.ini": ownInventory(groups) });
    const inventory = join(tree, "site/hosts.ini");
    const folder = join(tree, "layers");
    const names = write(folder, tree, inventory, {});
    const [expected] = listed(tree, inventory, [join(tree, "cluster.yml")]);
    expect(playsOfLayers(tree, inventory, folder, names)).toEqual(expected);
  });

  test("what earlier layers found out reaches later ones as in a single run; without it a layer refuses", { timeout: 600_000 }, () => {
    const tree = temporaryFolder({ ...ownTree(), "a site's/hosts.ini": ownInventory("few"), "one/x": "", "two/x": "" });
    const inventory = join(tree, "a site's/hosts.ini");
    const folder = join(tree, "layers");
    write(folder, tree, inventory, {});
    const single = ansible(tree, ["-i", inventory, "-e", `seen_folder=${tree}/one`, join(tree, "cluster.yml")]);
    expect(single.status, single.stdout + single.stderr).toBe(0);
    const run = (...args: string[]) =>
      execFileSync("sh", [join(folder, "run-layers.sh"), "-i", inventory, "-e", `seen_folder=${tree}/two`, ...args], {
        encoding: "utf8",
        env: { ...process.env, LC_ALL: "C.UTF-8" },
        stdio: ["ignore", "pipe", "pipe"],
      });
    let refusal = "";
    try {
      run("--only", "04");
    } catch (error) {
      refusal = String((error as { stdout?: unknown }).stdout);
    }
    expect(refusal).toContain("Layer 01-cluster-bootstrap-os left no findings for this host here");
    run();
    for (const one of ["one", "two"]) execFileSync("rm", [join(tree, one, "x")]);
    expect(base64Json(join(tree, "one"))).toHaveLength(2);
    expect(base64Json(join(tree, "two"))).toEqual(base64Json(join(tree, "one")));
    expect(run()).not.toContain("running");
  });

  test("the SSH key play, and hostile names, pass --syntax-check", () => {
    const tree = temporaryFolder({ ...ownTree(), "site/hosts.ini": ownInventory("all") });
    const inventory = join(tree, "site/hosts.ini");
    const folder = join(tree, 'it\'s "lay ers" $(x)');
    const names = write(folder, tree, inventory, { "ssh-key": `/k/a "b' {{ c }} $(touch x).pub`, "skip-unused": true });
    const { status, stderr } = ansible(tree, ["-i", inventory, "--syntax-check", ...names.map((name) => join(folder, name))]);
    expect(status, stderr).toBe(0);
  });
});

const trees = process.env.KUBESPRAY_TREES;
const present = trees === undefined ? [] : ["v2.16.0", "v2.26.1", "v2.31.0"].filter((tag) => existsSync(join(trees, tag)));
describe.skipIf(present.length === 0)("full trees (KUBESPRAY_TREES)", () => {
  test.each(present.flatMap((tag) => [[tag, "all"] as const, [tag, "few"] as const]))(
    "%s, %s groups: syntax, and the tasks of cluster.yml in its order",
    { timeout: 600_000 },
    (tag, groups) => {
      const tree = join(trees as string, tag);
      const folder = temporaryFolder({ "hosts.ini": ownInventory(groups) });
      const inventory = join(folder, "hosts.ini");
      const names = write(folder, tree, inventory, { "tree-path": tree });
      const operations = ["11-reset-reset.yml", "08-scale-nodes.yml", "09-remove-node.yml", "07-upgrade-cluster.yml"];
      const syntax = ansible(tree, ["-i", inventory, "--syntax-check", ...operations.map((name) => join(folder, name))]);
      expect(syntax.status, syntax.stderr).toBe(0);
      const [expected] = listed(tree, inventory, [join(tree, "cluster.yml")]);
      expect(expected?.length).toBeGreaterThan(10);
      expect(playsOfLayers(tree, inventory, folder, names)).toEqual(expected);
    },
  );
});
