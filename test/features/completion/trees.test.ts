/** On real kubespray trees and their sample inventories. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { completion } from "../../../server/src/features/completion/completion";
import { resolveCompletion } from "../../../server/src/features/completion/resolveCompletion";
import { diskFileSystem } from "../../../server/src/files/disk";
import type { FilePath } from "../../../server/src/files/fileSystem";
import { createMemo } from "../../../server/src/files/memo";
import { overlayFileSystem } from "../../../server/src/files/overlay";
import { snapshotFileSystem } from "../../../server/src/files/snapshot";
import { openModel } from "../../../server/src/kubespray/openModel";
import { lineIndex } from "../../../server/src/text/lineIndex";
import { describeShared, shared } from "../../support/shared";

const HOSTS = "[kube_control_plane]\nnode1\n[etcd]\nnode1\n[kube_node]\nnode2\n";

function opened(release: string) {
  const root = shared(`kubespray/${release}/tree`) as FilePath;
  const inventory = `${root}/inventory/mine` as FilePath; // in the overlay alone
  const disk = snapshotFileSystem(diskFileSystem());
  const memo = createMemo();
  return (file: string, text: string) => {
    const offset = text.indexOf("$0");
    const path = `${inventory}/group_vars/${file}` as FilePath;
    const typed = text.replace("$0", "");
    const fs = overlayFileSystem(
      disk,
      new Map([
        [path, typed],
        [`${inventory}/hosts.ini` as FilePath, HOSTS],
      ]),
    );
    const context = { model: openModel({ fs, inventory, kubespray: root, memo }), fs, memo, locale: "en" };
    const list = completion(context, { path, text: typed, lines: lineIndex(typed) }, offset);
    return { context, list, labels: list.items.map(({ label }) => label), root };
  };
}

describeShared("v2.31.0", "kubespray/v2.31.0/tree", () => {
  const ask = opened("v2.31.0");

  test("metr in addons.yml is metrics_server_enabled, documented", () => {
    const { root } = ask("all/all.yml", "$0");
    const addons = readFileSync(`${root}/inventory/sample/group_vars/k8s_cluster/addons.yml`, "utf8");
    const { list, context } = ask("k8s_cluster/addons.yml", addons.replace("metrics_server_enabled: false", "metr$0"));
    const [first] = [...list.items].sort((a, b) => (a.sortText < b.sortText ? -1 : 1)).filter(({ label }) => label.startsWith("metr"));
    expect(first?.label).toBe("metrics_server_enabled");
    expect(first && resolveCompletion(context, first)).toMatchObject({
      detail: "false",
      documentation: expect.stringContaining("Metrics Server"),
    });
    expect(list.items.map(({ label }) => label)).not.toContain("helm_enabled"); // set in the file
  });

  test("versions are those with checksums, newest first", () => {
    const { labels } = ask("all/all.yml", "kube_version: $0");
    expect(labels.slice(0, 2)).toEqual(["1.35.4", "1.35.3"]);
    expect(labels.at(-1)).toMatch(/^1\.33\./);
    for (const name of ["etcd", "containerd", "calico", "crictl", "runc", "helm", "cni", "cilium_cli", "calico_ctl", "nerdctl"]) {
      expect(ask("all/all.yml", `${name}_version: $0`).labels.length, name).toBeGreaterThan(1);
    }
  });

  test("the network plugins that kubespray knows", () => {
    expect(ask("all/all.yml", "kube_network_plugin: $0").labels).toEqual(
      expect.arrayContaining(["calico", "cilium", "flannel", "kube-ovn"]),
    );
  });

  test("every variable of the catalog is found by its name, at the cost of an instant", () => {
    const { context } = ask("all/all.yml", "$0");
    const names = context.model.catalog.roles.flatMap((role) =>
      context.model.catalog.defaults(role).flatMap((layer) => [...layer.names()]),
    );
    const families = names.filter((name) => /_(?:download_url|image_repo|image_tag|version|enabled)$/.test(name));
    expect(families.length).toBeGreaterThan(250);
    const before = process.cpuUsage();
    for (const name of families) expect(ask("all/all.yml", `a: 1\n${name}$0\nb: 2\n`).labels, name).toContain(name);
    const used = process.cpuUsage(before);
    expect((used.user + used.system) / 1000 / families.length).toBeLessThan(60);
  });
});

describeShared("v2.26.1", "kubespray/v2.26.1/tree", () => {
  const ask = opened("v2.26.1");
  test("versions carry the letter that the release's tables have", () => {
    expect(ask("all/all.yml", "kube_version: $0").labels[0]).toBe("v1.30.6");
    expect(ask("all/all.yml", 'kube_version: "v1.29$0').list.items[0]?.edit.text).toBe('v1.30.6"');
  });
});
