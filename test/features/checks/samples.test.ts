/**
 * Kubespray's own sample, in every tree that is at hand: no warning and no error. What is told of it as a hint or a note is true of it, and
 * named here one by one.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runChecks } from "../../../server/src/features/checks/checks";
import { diskFileSystem } from "../../../server/src/files/disk";
import { createMemo } from "../../../server/src/files/memo";
import { openModel } from "../../../server/src/kubespray/openModel";
import { describeShared } from "../../support/shared";

/** Names that the sample still sets and the release no longer knows. */
const DEAD = new Set(["docker_container_storage_setup", "deploy_netchecker"]);

function found(tree: string): readonly string[] {
  const fs = diskFileSystem();
  const model = openModel({ fs, kubespray: tree, inventory: join(tree, "inventory/sample") });
  const all = [...runChecks({ model, fs, memo: createMemo(), locale: "en" })].filter((one) => one !== undefined);
  return all
    .filter(({ severity, subject }) => severity !== "hint" || !DEAD.has(subject))
    .map(({ file, severity, code, message }) => `${file.slice(tree.length)} ${severity} ${code}: ${message.en}`);
}

describeShared("the samples of the shared trees", "kubespray", (folder) => {
  const tags = readdirSync(folder).filter((tag) => existsSync(join(folder, tag, "tree/inventory/sample")));
  test("there are some", () => expect(tags.length).toBeGreaterThan(3));
  test.each(tags)("%s", (tag) => expect(found(join(folder, tag, "tree"))).toEqual([]));
});

const trees = process.env.KUBESPRAY_TREES;
describe.skipIf(trees === undefined || !existsSync(trees))("the samples of all full trees (KUBESPRAY_TREES)", () => {
  const tags =
    trees !== undefined && existsSync(trees) ? readdirSync(trees).filter((tag) => existsSync(join(trees, tag, "inventory/sample"))) : [];
  test.each(tags)("%s", (tag) => expect(found(join(trees as string, tag))).toEqual([]));
});
