/**
 * `lists --all` against the lists that upstream's own contrib/offline/generate_list.sh makes of the same trees, for an inventory that
 * changes nothing. What differs is upstream's doing and is named here.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { diskFileSystem } from "../../server/src/files/disk";
import { overlayFileSystem } from "../../server/src/files/overlay";
import { openModel } from "../../server/src/kubespray/openModel";
import { describeShared } from "../support/shared";

/**
 * Upstream collects the lines of the defaults that hold `download_url:`. Argo CD's manifest is called argocd_install_url (and is not in the
 * table `downloads` before 2.28.1), so that upstream's list lacks it since kubespray has Argo CD's manifest, 2.22.
 */
const ARGOCD = /\/argoproj\/argo-cd\/.*\/install\.yaml$/;
const MISSED_BY_UPSTREAM: Readonly<Record<string, readonly RegExp[]>> = {
  "v2.22.2": [ARGOCD],
  "v2.26.1": [ARGOCD],
  "v2.28.1": [ARGOCD],
  "v2.31.0": [ARGOCD],
  master: [ARGOCD],
};
const TAGS = ["v2.16.0", "v2.22.2", "v2.26.1", "v2.28.1", "v2.31.0", "master"];

const HOSTS = "[kube_control_plane]\ncp1\n[etcd]\ncp1\n[kube_node]\nw1\n[k8s_cluster:children]\nkube_control_plane\nkube_node\n";

describeShared("lists --all against upstream's generator", "kubespray", (root) => {
  const all = (tag: string, groupVars: Readonly<Record<string, string>> = {}) => {
    const fs = overlayFileSystem(diskFileSystem(), new Map([["/i/hosts.ini", HOSTS], ...Object.entries(groupVars)]));
    return openModel({ fs, kubespray: `${root}/${tag}/tree`, inventory: "/i/hosts.ini", env: () => "" }).lists({ all: true });
  };

  test.each(TAGS)("%s", (tag) => {
    const lists = all(tag);
    expect(lists.gaps).toEqual([]);
    const upstream = (name: string) =>
      [...new Set(readFileSync(`${root}/${tag}/upstream-lists/${name}`, "utf8").trim().split("\n"))].sort();
    const missed = MISSED_BY_UPSTREAM[tag] ?? [];
    const files = lists.files.map(({ text }) => text);
    expect(files.filter((text) => !missed.some((pattern) => pattern.test(text)))).toEqual(upstream("files.list"));
    expect(files.length).toBe(upstream("files.list").length + missed.length);
    expect(lists.images.map(({ text }) => text)).toEqual(upstream("images.list"));
  });

  test("a version pinned in group_vars/k8s_cluster counts, which upstream ignores", () => {
    const lists = all("v2.26.1", { "/i/group_vars/k8s_cluster.yml": "kube_version: v1.29.10\n" });
    expect(lists.files.filter(({ text }) => text.endsWith("/kubelet")).map(({ text }) => text)).toEqual([
      "https://dl.k8s.io/release/v1.29.10/bin/linux/amd64/kubelet",
    ]);
  });
});
