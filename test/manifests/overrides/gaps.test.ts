/** What the overrides cannot know, and where it is said to stand. */
import { expect, test } from "vitest";
import { overrides } from "../../../server/src/manifests/overrides/overrides";
import { generated } from "../../support/generated";

test("what could not be known before is told with the place in the user's own file, not in the new one", () => {
  const repo = "{{ kube_image_repo }}{{ '/x' if my_version is version('1.7', '>=') else '' }}/y";
  const table = `downloads:\n  x: {enabled: true, container: true, groups: [k8s_cluster], tag: "1", repo: "${repo}"}\n`;
  const text = `-- file: group_vars/all/mine.yml\nmy_version: "v1 x"\n${table}`;
  const { gaps } = generated(overrides, text, { registry: "hub.example.com" });
  const places = gaps.flatMap(({ file, line }) => (file === undefined ? [] : [`${file}:${line}`]));
  expect(new Set(places)).toEqual(new Set(["/site/inventory/group_vars/all/mine.yml:1"]));
});
