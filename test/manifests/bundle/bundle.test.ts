/** What the bundle makes of an inventory: each file with its place and what is known of it, and what cannot be part of it by name. */
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ListEntry } from "../../../server/src/kubespray/model";
import { bundle } from "../../../server/src/manifests/bundle/bundle";
import { bundleFiles } from "../../../server/src/manifests/bundle/bundleFiles";
import { checksumText, readChecksum } from "../../../server/src/manifests/bundle/checksum";
import { mirrorPath } from "../../../server/src/manifests/mirrorPath";
import { temporaryFolder } from "../../support/cli";
import { generated, generatedOnDisk } from "../../support/generated";
import { describeShared } from "../../support/shared";

const A = "a".repeat(64);
const B = "b".repeat(64);

/** The checksum and the address of kubelet, as group_vars have them. */
function made(vars: string, options = {}, locale = "en") {
  const { files, notes, gaps } = generated(bundle, `-- file: group_vars/all.yml\n${vars}\n`, options, { locale });
  return {
    text: (path: string) => files.find((file) => file.path === path)?.text,
    names: files.map(({ path }) => path),
    notes: notes.map(({ message }) => (locale === "en" ? message.en : message.zh)),
    // The small tree lacks roles that the rules ask about.
    gaps: gaps.filter(({ code }) => code === "bundle-incomplete").map(({ message }) => message),
  };
}

test.each([
  [`sha256:${A}`, `sha256:${A}`],
  [` SHA256:${A.toUpperCase()} `, `sha256:${A}`],
  [A, `sha256:${A}`],
  ["c".repeat(128), `sha512:${"c".repeat(128)}`],
  [`sha1:${"d".repeat(40)}`, `sha1:${"d".repeat(40)}`],
  ["e".repeat(32), `md5:${"e".repeat(32)}`],
])("%s is a checksum", (text, read) => {
  const checksum = readChecksum(text);
  expect(checksum && checksumText(checksum)).toBe(read);
});

test.each([
  undefined,
  "",
  "0",
  "sha256:0",
  `sha256:${"a".repeat(63)}`,
  `sha512:${A}`,
  `md4:${"e".repeat(32)}`,
  "sha256:https://h/sums",
  "None",
  `${A}\n${B}`,
])("%j is none", (text) => expect(readChecksum(text)).toBeUndefined());

test("a file with its checksum, for each program", () => {
  const { text, names, notes, gaps } = made(`kubelet_binary_checksum: sha256:${A}`);
  const place = "dl.k8s.io/release/v1.35.4/bin/linux/amd64/kubelet";
  expect(names).toEqual(["download-files.sh", "files.list", "files.sha256", "files.aria2", "files-without-checksum.list"]);
  expect(text("files-without-checksum.list")).toBe("");
  expect(text("files.list")).toBe(`https://${place}\n`);
  expect(text("files.sha256")).toBe(`${A}  ${place}\n`);
  expect(text("files.aria2")).toContain(`https://${place}\n  out=${place}\n`);
  expect(text("files.aria2")).toContain(`  checksum=sha-256=${A}\n`);
  expect(text("download-files.sh")).toContain(`\nsha256:${A}\t${place}\thttps://${place}\n`);
  expect(text("download-files.sh")).toMatch(/^#!\/bin\/sh\n# Made by .*generate bundle\n# From .*kubespray v2\.31\.0\n/);
  expect([notes, gaps]).toEqual([[], []]);
});

test.each([
  ["kubelet_binary_checksum: 0", ["files-without-checksum.list"], /the checksum is 0, for kubespray knows of no such file/],
  [`kubelet_binary_checksum: "sha256:https://h.example/sums"`, ["files-without-checksum.list"], /is no checksum that can be compared/],
  [`kubelet_binary_checksum: "sha512:${"c".repeat(128)}"`, ["files.sha512"], undefined],
])("%s", (vars, more, note) => {
  const { names, notes, text } = made(vars);
  expect(names).toEqual(expect.arrayContaining(more));
  if (note) expect(notes).toEqual([expect.stringMatching(note), expect.stringMatching(/^no checksum is known of https:/)]);
  else expect(notes).toEqual([]);
  if (note) expect(text("download-files.sh")).toContain("\n-\tdl.k8s.io/");
});

test("a checksum that only some hosts have is verified, and said", () => {
  const { notes, text } = made(`kubelet_binary_checksum: sha256:${A}\n-- file: host_vars/node2.yml\nkubelet_binary_checksum: 0`);
  expect(notes).toEqual([expect.stringMatching(/: some hosts have the checksum "0" for it, with which their own download may fail$/)]);
  expect(text("files.sha256")).toContain(A);
});

test("hosts that disagree on a checksum: told, and nothing is verified by either", () => {
  const { notes, names } = made(`kubelet_binary_checksum: sha256:${A}\n-- file: host_vars/node2.yml\nkubelet_binary_checksum: sha256:${B}`);
  expect(notes[0]).toBe(
    `https://dl.k8s.io/release/v1.35.4/bin/linux/amd64/kubelet: hosts disagree on its sha256 (${A}, ${B}), so it is not verified; where it is wrong kubespray will stop`,
  );
  expect(names).not.toContain("files.sha256");
});

test("a password stays in what downloads, and is in nothing that is read", () => {
  const { text, notes } = made(`kubelet_binary_checksum: 0\nkubelet_download_url: "https://me:it's secret@h.example/kubelet"`);
  expect(text("files.list")).toBe("https://me:it's secret@h.example/kubelet\n");
  expect(text("files.aria2")).toContain("https://me:it%27s%20secret@h.example/kubelet\n");
  expect(notes).toHaveLength(3);
  expect(notes.join("\n")).not.toContain("secret");
  expect(notes.join("\n")).toMatch(/hold the user names and passwords of 1 addresses/);
});

test("an address without a place is a gap that names the line", () => {
  const result = () => generated(bundle, `-- file: group_vars/all.yml\nkubelet_download_url: "s3://me:secret@bucket/kubelet"\n`);
  expect(result).toThrow("there is no file: s3://***@bucket/kubelet is left out: it is no http, https or ftp address");
  expect(result).not.toThrow(/secret/);
});

test("one architecture, and everything that the release has", () => {
  const hosts = "-- file: host_vars/node2.yml\nansible_architecture: aarch64\n";
  const urls = (options: Record<string, string | boolean>) =>
    generated(bundle, `${hosts}-- file: group_vars/all.yml\nkubelet_binary_checksum: sha256:${A}\n`, options).files.find(
      ({ path }) => path === "files.list",
    )?.text;
  expect(urls({})?.split("\n")).toHaveLength(3);
  expect(urls({ arch: "arm64" })).toBe("https://dl.k8s.io/release/v1.35.4/bin/linux/arm64/kubelet\n");
  expect(urls({ arch: "amd64", all: true })).toBe("https://dl.k8s.io/release/v1.35.4/bin/linux/amd64/kubelet\n");
  expect(() => urls({ arch: "s390x" })).toThrow("no host of the architecture s390x downloads a file");
});

test("Chinese where asked for", () => {
  const { text, notes } = made("kubelet_binary_checksum: 0", {}, "zh-cn");
  expect(text("download-files.sh")).toContain("用法：download-files.sh");
  expect(notes.every((note) => /[\u4e00-\u9fff]/.test(note))).toBe(true);
});

test("two addresses with one place, and a file where another needs a folder", () => {
  const entry = (text: string, checksum?: string) => ({ text, checksum, kind: "file" }) as unknown as ListEntry;
  const of = (...entries: ListEntry[]) => {
    const { files, gaps } = bundleFiles(entries, new Map());
    return { files: files.map(({ url, checksums }) => [url, ...checksums.map(checksumText)]), gaps: gaps.map(({ message }) => message) };
  };
  const [sum, other] = [`sha256:${A}`, `sha256:${B}`];
  expect(of(entry("http://h/a"), entry("https://h/a", sum))).toEqual({ files: [["http://h/a", sum]], gaps: [] });
  expect(of(entry("http://h/a", sum), entry("https://u:p@h/a", other))).toEqual({
    files: [["http://h/a", sum]],
    gaps: ["https://***@h/a is left out: http://h/a has the same place, h/a, and another checksum"],
  });
  expect(of(entry("http://h/a"), entry("http://h/a/b")).gaps).toEqual(["http://h/a/b is left out: another file already takes h/a"]);
  expect(of(entry("http://h/a/b"), entry("http://h/a")).gaps).toHaveLength(1);
  expect(of(entry("http://h/a"), entry("http://h/a.partial")).gaps).toHaveLength(1);
  expect(of(entry("http://h/a.partial"), entry("http://h/a")).gaps).toHaveLength(1);
  expect(of(entry("http://h/x/../a"), entry("http://h/b")).files).toEqual([["http://h/b"]]);
});

describeShared("real releases", "kubespray", (trees) => {
  // Two architectures, everything that the release has: what lacks a checksum is what upstream publishes none for.
  const HOSTS =
    "[kube_control_plane]\none\n[etcd]\none\n[kube_node]\none\ntwo ansible_architecture=aarch64\n[k8s_cluster:children]\nkube_control_plane\nkube_node\n";
  test.each([
    ["v2.16.0", /^https:\/\/github\.com\/(kata-containers\/.*-aarch64|coreos\/etcd\/)/],
    ["v2.26.1", /kata-static-.*-aarch64|\/argo-cd\//],
    ["v2.31.0", /^nothing$/],
  ])("%s", (tag, unverified) => {
    const inventory = temporaryFolder({ "hosts.ini": HOSTS });
    const { files, gaps } = generatedOnDisk(bundle, join(trees, tag, "tree"), join(inventory, "hosts.ini"), { all: true });
    const lines = (path: string) =>
      files
        .find((file) => file.path === path)
        ?.text.split("\n")
        .slice(0, -1) ?? [];
    expect(gaps).toEqual([]);
    expect(lines("files.list").length).toBeGreaterThan(20);
    expect(lines("files.sha256").length + lines("files.sha512").length + lines("files-without-checksum.list").length).toBe(
      lines("files.list").length,
    );
    for (const url of lines("files-without-checksum.list")) expect(url).toMatch(unverified);
    expect(lines("files.list").every((url) => mirrorPath(url) === url.replace("https://", ""))).toBe(true);
  });
});
