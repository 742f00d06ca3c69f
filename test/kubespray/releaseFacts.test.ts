/** The committed facts against the trees that are at hand, and against what KUBESPRAY.md tells of the releases. */
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { diskFileSystem } from "../../server/src/files/disk";
import type { FilePath } from "../../server/src/files/fileSystem";
import { openModel } from "../../server/src/kubespray/openModel";
import { inRanges, isKnownIn, readReleaseFacts } from "../../server/src/kubespray/releaseFacts/releaseFacts";
import { RELEASES } from "../../server/src/kubespray/releases";
import { shared } from "../support/sharedPath";

const facts = readReleaseFacts();
const at = (release: string) => facts.releases.indexOf(release);
const known = (name: string, release: string) => {
  const one = facts.name(name);
  return one !== undefined && isKnownIn(one, at(release));
};

test("every release that the engine tells apart is there, in the same order", () => {
  const named = RELEASES.filter((name) => facts.releases.includes(name));
  expect(named).toEqual([...RELEASES]);
  expect(named.map(at)).toEqual(named.map(at).sort((a, b) => a - b));
  expect(facts.releases.slice(0, 1)).toEqual(["v2.11.0"]);
});

test.each([
  ["ingress_nginx_enabled", "v2.30.0", "v2.31.0"],
  ["dashboard_enabled", "v2.30.0", "v2.31.0"],
  ["krew_enabled", "v2.27.1", "v2.28.0"],
  ["weave_version", "v2.28.1", "v2.29.0"],
  ["containerd_insecure_registries", "v2.22.2", "v2.23.0"],
])("%s is there in %s and gone in %s", (name, last, gone) => expect([known(name, last), known(name, gone)]).toEqual([true, false]));

test.each([
  ["github_url", "v2.24.3", "v2.25.0"],
  ["containerd_registries_mirrors", "v2.22.2", "v2.23.0"],
])("%s is absent in %s and there in %s", (name, before, since) => expect([known(name, before), known(name, since)]).toEqual([false, true]));

test("names that only the sample has, and names that none has", () => {
  expect(facts.name("files_repo")).toMatchObject({ defined: [], read: [] });
  expect(inRanges(facts.name("files_repo")?.sample ?? [], at("v2.31.0"))).toBe(true);
  expect(facts.name("certmanager_enabled")).toBeUndefined();
  expect(facts.name("constructor")).toBeUndefined();
});

test("a shape that changed, a name that was replaced, the versions of a release", () => {
  const shapes = facts.name("containerd_insecure_registries")?.shapes;
  expect([inRanges(shapes?.get("list") ?? [], at("v2.21.0")), inRanges(shapes?.get("map") ?? [], at("v2.22.0"))]).toEqual([true, true]);
  expect(facts.renamed("cilium_hubble_envoy_image_repo")).toBe("cilium_envoy_image_repo");
  expect(facts.kubernetesVersions("v2.16.0")).toContain("1.20.7");
  expect(facts.kubernetesVersions("v2.31.0")).toContain("1.35.4");
  expect(facts.kubernetesVersions("v9")).toEqual([]);
});

test.each<[string, string, unknown, string, unknown]>([
  ["container_manager", "v2.17.1", "docker", "v2.18.0", "containerd"],
  ["kube_image_repo", "v2.19.1", "k8s.gcr.io", "v2.20.0", "registry.k8s.io"],
  ["dashboard_enabled", "v2.14.2", true, "v2.15.0", false],
  ["kubelet_event_record_qps", "v2.24.3", 5n, "v2.25.0", 50n],
  ["cilium_cni_exclusive", "v2.19.1", "true", "v2.20.0", true],
  ["haproxy_image_tag", "v2.15.1", 2.3, "v2.18.0", "2.4.9"],
  ["nerdctl_version", "v2.27.1", "1.7.7", "v2.28.0", undefined],
  // Never changed, unknown.
  ["kube_network_plugin", "v2.11.0", undefined, "v2.31.0", undefined],
  ["constructor", "v2.11.0", undefined, "v2.31.0", undefined],
])("the default of %s: %s %s, %s %s", (name, before, old, since, value) => {
  const valueAt = (release: string) => facts.defaults(name).find(({ first, last }) => at(release) >= first && at(release) <= last)?.value;
  expect([valueAt(before), valueAt(since)]).toEqual([old, value]);
});

const trees = RELEASES.flatMap((release) => {
  const full = `${process.env.KUBESPRAY_TREES}/${release}`;
  const tree = existsSync(full) ? full : shared(`kubespray/${release}/tree`);
  return tree === undefined ? [] : [[release, tree] as const];
});
describe.skipIf(trees.length === 0)("the defaults that are told are those of the trees (../shared or KUBESPRAY_TREES)", () => {
  const changing = [...facts.names()].filter((name) => facts.defaults(name).length > 0);
  test.each(trees)("%s", (release, tree) => {
    const { catalog } = openModel({ fs: diskFileSystem(), inventory: tree as FilePath, kubespray: tree as FilePath });
    let compared = 0;
    for (const name of changing) {
      const told = facts.defaults(name).find(({ first, last }) => at(release) >= first && at(release) <= last);
      for (const definition of told ? catalog.definitions(name) : []) {
        expect({ name, layer: definition.layer, value: definition.raw() }).toEqual({ name, layer: "role-defaults", value: told?.value });
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(50);
  });
});

describe("each name", () => {
  test("has defaults in order, in releases that are there, each other than the one before", () => {
    for (const name of facts.names()) {
      const ranges = facts.defaults(name);
      for (const [i, { first, last, value }] of ranges.entries()) {
        const before = ranges[i - 1];
        expect(first <= last && last < facts.releases.length && first > (before?.last ?? -1), name).toBe(true);
        if (before?.last === first - 1) expect(value, name).not.toBe(before.value);
      }
    }
  });
  test("lives somewhere", () => {
    const lost = [...facts.names()].filter((name) => {
      const one = facts.name(name);
      return !one || (one.defined.length === 0 && one.read.length === 0 && one.sample.length === 0);
    });
    expect(lost).toEqual([]);
    expect([...facts.names()].length).toBeGreaterThan(3000);
  });
});
