/** What the files of image-sync say: whatever a reference holds, it stays data; what cannot be copied is named. */
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { imageSync } from "../../../server/src/manifests/imageSync/imageSync";
import { syncPlan } from "../../../server/src/manifests/imageSync/syncPlan";
import { syncYaml } from "../../../server/src/manifests/imageSync/syncYaml";
import { TREE } from "../../support/fixture";
import { generated } from "../../support/generated";
import { describeWith } from "../../support/programs";

const DIGEST = `sha256:${"0f".repeat(32)}`;
const STRIP = { style: "strip", registry: "hub.example.com" } as const;

describe("the plan", () => {
  test("each image once; both tag and digest: the digest is fetched, the tag is written", () => {
    const { images, gaps } = syncPlan(
      ["nginx", "docker.io/library/nginx:latest", `quay.io/a/b:v1@${DIGEST}`, `quay.io/c@${DIGEST}`],
      STRIP,
    );
    expect(images.map(({ source, target, carrier }) => [source, target, carrier])).toEqual([
      ["docker.io/library/nginx:latest", "library/nginx:latest", "docker.io--library--nginx/latest"],
      [`quay.io/a/b@${DIGEST}`, "a/b:v1", `quay.io--a--b/v1@sha256-${"0f".repeat(32)}`],
      [`quay.io/c@${DIGEST}`, `c@${DIGEST}`, `quay.io--c/@sha256-${"0f".repeat(32)}`],
    ]);
    expect(gaps).toEqual([]);
  });

  test("what would overwrite another is left out and named; tags of their own may share a folder", () => {
    const { images, gaps } = syncPlan(["quay.io/a/b:1", "docker.io/a/b:1", "docker.io/a/b:2"], STRIP);
    expect(images.map(({ source }) => source)).toEqual(["quay.io/a/b:1", "docker.io/a/b:2"]);
    expect(gaps.map(({ message }) => message)).toEqual([
      "docker.io/a/b:1 is not copied: it would overwrite quay.io/a/b:1 at hub.example.com/a/b:1; --mapping keep holds them apart",
    ]);
    expect(syncPlan(["quay.io/a/b:1", "docker.io/a/b:1"], { ...STRIP, style: "keep" }).gaps).toEqual([]);
  });

  test("whatever a text holds, it is an image or a gap, and what is written is read back as it was", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .array(
          fc.constantFrom(
            "a",
            "quay.io",
            "/",
            ":",
            "@",
            "$(x)",
            "'",
            '"',
            " ",
            "\n",
            "界",
            "-",
            "END_OF_IMAGES",
            "{{ x }}",
            "\\",
            "`",
            "#",
          ),
          {
            maxLength: 6,
          },
        )
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 5 }), (given) => {
        const { images, gaps } = syncPlan(given, STRIP);
        expect(images.length + gaps.length).toBeLessThanOrEqual(given.length);
        for (const { source, target, carrier } of images) {
          expect(`${source} ${target} ${carrier}`).toMatch(
            /^[a-zA-Z0-9[][a-zA-Z0-9.:/@_[\]-]* [a-z0-9][a-zA-Z0-9.:/@_-]* [a-z0-9][a-zA-Z0-9./@_-]*$/,
          );
        }
        const listed = parse(syncYaml(images, ["made\u2028by"], STRIP, "en")) as Record<
          string,
          { images: Record<string, string[]> }
        > | null;
        const count = Object.values(listed ?? {}).flatMap((one) => Object.values(one.images).flat()).length;
        expect(count).toBe(images.length);
        for (const { reference } of images) {
          expect(listed?.[reference.registry]?.images[reference.path]).toContain(reference.digest ?? reference.tag);
        }
      }),
    );
  });
});

const COLLIDING = `-- file: ${TREE}/roles/kubespray_defaults/defaults/main/download.yml
---
download_defaults: {container: false, file: false, repo: None, tag: None, enabled: false, dest: None, version: None, url: None}
kubeadm_images: {}
skip_kubeadm_images: true
downloads:
  one: {enabled: true, container: true, repo: quay.io/a/b, tag: "1", groups: [k8s_cluster]}
  two: {enabled: true, container: true, repo: docker.io/a/b, tag: "2", groups: [k8s_cluster]}
  bad: {enabled: true, container: true, repo: "quay.io/$(touch x)'; echo", tag: "1", groups: [k8s_cluster]}
`;

test("an inventory: a collision is said, what is no image is a gap and stands in no file", () => {
  const { files, notes, gaps, steps } = generated(imageSync, COLLIDING, { registry: "hub.example.com" });
  expect(files.map(({ path, executable }) => [path, executable])).toEqual([
    ["sync-images.sh", true],
    ["skopeo-sync.yml", undefined],
  ]);
  expect(notes.map(({ message }) => message.en)).toContain(
    "docker.io/a/b and quay.io/a/b share one place, hub.example.com/a/b: --mapping keep holds them apart",
  );
  expect(gaps.filter(({ code }) => code === "not-an-image").map(({ message }) => message)).toEqual([
    '"quay.io/$(touch x)\'; echo:1" is no image reference: it is not copied',
  ]);
  expect(files.map(({ text }) => text).join("")).not.toContain("touch");
  expect(steps?.map(({ command }) => command)).toEqual([
    "sh sync-images.sh download --dir images",
    "sh sync-images.sh upload --dir images",
  ]);
});

test("nothing to copy, no project: refused with what to do", () => {
  expect(() => generated(imageSync, "", { registry: "hub.example.com", mapping: "harbor" })).toThrow(/project/);
  expect(() => generated(imageSync, "-- file: hosts.ini\n[other]\nx\n", { registry: "hub.example.com" })).toThrow(/no image/);
  expect(() => generated(imageSync, "", {})).toThrow(/needed/);
  expect(() => generated(imageSync, "", { registry: "https://hub.example.com" })).toThrow(/without https/);
});

test("what people read is Chinese where that is asked for", () => {
  const { files } = generated(imageSync, "", { registry: "hub.example.com" }, { locale: "zh-cn" });
  expect(files[0]?.text).toContain("用法：sync-images.sh");
  expect(files[1]?.text).toContain("# 镜像的目的地为");
});

describeWith(["shellcheck"], "shellcheck", () => {
  test.each(["en", "zh-cn"])("finds nothing in %s", (locale) => {
    const { files } = generated(imageSync, "", { registry: "[fd00::1]:5000/it", all: true }, { locale });
    execFileSync("shellcheck", ["--severity=style", "-"], { input: files[0]?.text, stdio: ["pipe", "inherit", "inherit"] });
  });
});
