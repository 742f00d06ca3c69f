/** The committed facts against the trees that are at hand, and against what KUBESPRAY.md tells of the releases. */
import { describe, expect, test } from "vitest";
import { inRanges, isKnownIn, readReleaseFacts } from "../../server/src/kubespray/releaseFacts/releaseFacts";
import { RELEASES } from "../../server/src/kubespray/releases";

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

describe("each name", () => {
  test("lives somewhere", () => {
    const lost = [...facts.names()].filter((name) => {
      const one = facts.name(name);
      return !one || (one.defined.length === 0 && one.read.length === 0 && one.sample.length === 0);
    });
    expect(lost).toEqual([]);
    expect([...facts.names()].length).toBeGreaterThan(3000);
  });
});
