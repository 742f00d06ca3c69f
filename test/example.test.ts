/**
 * The example against the article that it is written after, which lists what kubespray could download in spring 2021 (about v2.16). The
 * expected lists are the article's, less the spaces that its typesetting put into two names.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runCli } from "./support/cli";

const expected = (name: string) => readFileSync(new URL(`./example/${name}`, import.meta.url), "utf8");

describe("the embedded example", () => {
  test("lists --all gives the article's 13 files and 52 images", () => {
    const files = runCli(["lists", "--all", "--only", "files", "--out", "-"]);
    const images = runCli(["lists", "--all", "--only", "images", "--out", "-"]);
    expect(files).toMatchObject({ status: 0, stdout: expected("files.list") });
    expect(images).toMatchObject({ status: 0, stdout: expected("images.list") });
    expect(files.stdout.trimEnd().split("\n")).toHaveLength(13);
    expect(images.stdout.trimEnd().split("\n")).toHaveLength(52);
  });

  // Real Ansible (ansible-core 2.14, kubespray's own tasks) selects the same for this inventory.
  test("lists gives what its three hosts take", () => {
    const files = runCli(["lists", "--only", "files", "--out", "-"]).stdout;
    expect(files.trimEnd().split("\n")).toEqual(
      expected("files.list")
        .trimEnd()
        .split("\n")
        .filter((url) => !/\/(crun|krew)\//.test(url)),
    );
    const images = runCli(["lists", "--only", "images", "--out", "-"]).stdout;
    expect(images).toBe(expected("selected-images.list"));
  });

  test("only node3 takes Kata Containers, only node1 nerdctl", () => {
    const { stdout } = runCli(["downloads", "--format", "json"]);
    const { hosts } = JSON.parse(stdout) as { hosts: Record<string, Record<string, { selected: boolean }>> };
    const takers = (key: string) => Object.keys(hosts).filter((host) => hosts[host]?.[key]?.selected);
    expect(takers("kata_containers")).toEqual(["node3"]);
    expect(takers("nerdctl")).toEqual(["node1"]);
    expect(takers("etcd")).toEqual(["node1"]);
  });
});
