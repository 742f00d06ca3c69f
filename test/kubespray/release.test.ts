import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { diskFileSystem } from "../../server/src/files/disk";
import { memoryFileSystem } from "../../server/src/files/memory";
import { fingerprintOf } from "../../server/src/kubespray/fingerprint";
import { releaseOf } from "../../server/src/kubespray/release";
import { RELEASES } from "../../server/src/kubespray/releases";
import { describeShared, shared } from "../support/shared";

const HEAD = "0123456789012345678901234567890123456789";
const OTHER = "abcdefabcdefabcdefabcdefabcdefabcdefabcd";

describe("release by git's tag", () => {
  const cases: readonly [what: string, files: Readonly<Record<string, string>>, name: string | undefined][] = [
    ["annotated, packed", { ".git/HEAD": `${HEAD}\n`, ".git/packed-refs": `# pack\n${OTHER} refs/tags/v2.25.1\n^${HEAD}\n` }, "v2.25.1"],
    ["of another commit", { ".git/HEAD": `${HEAD}\n`, ".git/packed-refs": `${HEAD} refs/tags/v2.25.1\n^${OTHER}\n` }, undefined],
    [
      "loose, on a branch",
      { ".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": HEAD, ".git/refs/tags/v2.26.0": `${HEAD}\n` },
      "v2.26.0",
    ],
    [
      "submodule, highest of several",
      {
        ".git": "gitdir: ../.git/modules/k\n",
        "../.git/modules/k/HEAD": HEAD,
        "../.git/modules/k/packed-refs": `${HEAD} refs/tags/v2.9.0\n${HEAD} refs/tags/v2.26.1\n${HEAD} refs/tags/nightly\n`,
      },
      "v2.26.1",
    ],
    [
      "checked out by name",
      {
        ".git/HEAD": HEAD,
        ".git/packed-refs": `${OTHER} refs/tags/v2.27.0\n`,
        ".git/logs/HEAD": `${OTHER} ${HEAD} me <m> 1 +0\tcheckout: moving from master to v2.27.0\n`,
      },
      "v2.27.0",
    ],
    ["a circle of refs", { ".git/HEAD": "ref: refs/heads/a", ".git/refs/heads/a": "ref: refs/heads/a" }, undefined],
  ];
  test.each(cases)("%s", (_what, files, name) => {
    const fs = memoryFileSystem(Object.fromEntries(Object.entries(files).map(([path, text]) => [join("/w/k", path), text])));
    expect(releaseOf(fs, "/w/k").name).toBe(name);
  });
});

test("the tree's own version check decides the generation, an override beats it", () => {
  const fs = memoryFileSystem({ "/k/playbooks/ansible_version.yml": "vars:\n    minimal_ansible_version: 2.19.3\n" });
  expect(releaseOf(fs, "/k").generation).toBe("native");
  expect(releaseOf(fs, "/k", "classic").generation).toBe("classic");
});

describeShared("release by fingerprint", "kubespray", () => {
  test.each(["v2.16.0", "v2.22.2", "v2.26.1", "v2.28.1", "v2.31.0", "master"])("%s", (tag) => {
    const release = releaseOf(diskFileSystem(), shared(`kubespray/${tag}/tree`) as string);
    expect([release.name, release.source, release.generation]).toEqual([tag, "fingerprint", tag === "master" ? "native" : "classic"]);
  });
});

/** Full trees of all releases, one folder each. */
const trees = process.env.KUBESPRAY_TREES;
describe.skipIf(trees === undefined || !existsSync(trees))("fingerprints of all releases (KUBESPRAY_TREES)", () => {
  test.each(RELEASES)("%s", (release) => {
    expect(fingerprintOf(diskFileSystem(), join(trees as string, release, "roles"))).toEqual({
      nearest: release,
      exact: true,
      alike: [release],
    });
  });
});
