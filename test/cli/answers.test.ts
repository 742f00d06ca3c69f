/** `explain`, `vars` and `downloads` on the example, where a reader can check each answer by eye. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli, temporaryFolder } from "../support/cli";
import { exampleCopy } from "../support/example";

describe("explain", () => {
  test("the winner, what it overrides, file and line", () => {
    const { status, stdout } = runCli(["explain", "kube_version"]);
    expect(status).toBe(0);
    expect(stdout).toContain("node1, node2, node3");
    expect(stdout).toContain('"v1.20.6"');
    expect(stdout).toMatch(/set in\s+\S*inventory\/group_vars\/k8s_cluster\/k8s-cluster\.yml:3 \(group_vars\/k8s_cluster\)/);
    expect(stdout).toMatch(/not by\s+\S*roles\/kubespray-defaults\/defaults\/main\.yaml:6 /);
    expect(stdout).toContain("The version to install: kubespray's own default");
  });

  test("the chain of templates, each link once", () => {
    const { stdout } = runCli(["explain", "coredns_image_tag"]);
    expect(stdout).toContain("{{ coredns_version if coredns_image_is_namespaced");
    expect(stdout).toMatch(/coredns_image_is_namespaced = false/);
    expect(stdout).toMatch(/kube_major_version = "v1\.20"/);
    expect(stdout).toMatch(/coredns_version = "v1\.7\.0"/);
  });

  test("hosts that differ stand apart; --host picks one", () => {
    const { stdout } = runCli(["explain", "kata_containers_enabled"]);
    expect(stdout).toMatch(/node1, node2\n {2}false\n[\s\S]*node3\n {2}true\n {2}set in\s+\S*group_vars\/sandboxed\.yml:3/);
    expect(runCli(["explain", "kata_containers_enabled", "--host", "node3"]).stdout).not.toContain("node1");
  });

  test("json", () => {
    const { stdout } = runCli(["explain", "kata_containers_enabled", "--format", "json"]);
    const { variable, explanations } = JSON.parse(stdout);
    expect(variable).toBe("kata_containers_enabled");
    expect(explanations).toMatchObject([
      { hosts: ["node1", "node2"], value: false, winner: { layer: "role-defaults" }, losers: [] },
      { hosts: ["node3"], value: true, winner: { layer: "group-vars", owner: "sandboxed", line: 3 }, losers: [{ layer: "role-defaults" }] },
    ]);
  });

  test("how the default changed, where the tree is known to be a release", () => {
    const { kubespray, options } = exampleCopy();
    expect(runCli(["explain", "container_manager", ...options]).stdout).not.toContain("Default");
    mkdirSync(join(kubespray, ".git"));
    writeFileSync(join(kubespray, ".git", "HEAD"), `${"1".repeat(40)}\n`);
    writeFileSync(join(kubespray, ".git", "packed-refs"), `${"1".repeat(40)} refs/tags/v2.16.0\n`);
    expect(runCli(["explain", "container_manager", ...options]).stdout).toContain("\n  Default docker; containerd from v2.18.0\n");
  });

  test("a name that nobody has: the close ones", () => {
    const { status, stderr } = runCli(["explain", "certmanager_enabled"]);
    expect(status).toBe(1);
    expect(stderr).toContain("cert_manager_enabled");
  });

  test("a vaulted value is unknown and stays hidden, and so is what is built on it", () => {
    const vault = "$ANSIBLE_VAULT;1.1;AES256\n          6162636465666768";
    const { options } = exampleCopy({
      "inventory/group_vars/all/offline.yml": `secret: !vault |\n          ${vault}\nbuilt: "x{{ secret }}"\nplain: 1\n`,
    });
    for (const args of [
      ["explain", "built"],
      ["explain", "secret"],
      ["vars"],
      ["vars", "--format", "json"],
      ["explain", "secret", "--format", "json"],
    ]) {
      const { stdout, stderr } = runCli([...args, ...options]);
      expect(stdout + stderr).not.toContain("6162636465666768");
      expect(stdout).toMatch(/unknown/);
    }
  });
});

describe("vars", () => {
  test("--generation decides what a template makes of a number", () => {
    const value = (generation: string) => {
      const { stdout } = runCli(["vars", "sum", "--format", "json", "-e", '{"sum": "{{ 1 + 1 }}"}', "--generation", generation]);
      return (JSON.parse(stdout) as { hosts: Record<string, { sum: unknown }> }).hosts.node1?.sum;
    };
    expect([value("classic"), value("native")]).toEqual([{ value: "2" }, { value: 2 }]);
    expect(runCli(["vars", "sum", "--generation", "both"])).toMatchObject({ status: 1, stdout: "" });
  });

  test("json: one object per variable, in the documented shape", () => {
    const { status, stdout } = runCli(["vars", "--format", "json"]);
    expect(status).toBe(0);
    const { hosts } = JSON.parse(stdout) as { hosts: Record<string, Record<string, Record<string, unknown>>> };
    expect(Object.keys(hosts)).toEqual(["node1", "node2", "node3"]);
    const entries = Object.values(hosts).flatMap((names) => Object.values(names));
    expect(entries.length).toBeGreaterThan(500);
    for (const entry of entries) {
      expect(Object.keys(entry)).toHaveLength(1);
      expect(["value", "error", "unknown"]).toContain(Object.keys(entry)[0]);
    }
    expect(hosts.node1?.etcd_member_name).toEqual({ value: "etcd1" });
    expect(hosts.node2).not.toHaveProperty("etcd_member_name");
  });

  test("a float keeps its point, and keys their order", () => {
    const { options } = exampleCopy({
      "inventory/group_vars/all/offline.yml": "f: 1.0\ni: 1\nbig: 12345678901234567890\nm: {20240305: a, 3: b}\n",
    });
    const { stdout } = runCli(["vars", "f", "i", "big", "m", "--host", "node1", "--format", "json", ...options]);
    expect(stdout).toContain('"f": {"value": 1.0}');
    expect(stdout).toContain('"i": {"value": 1}');
    expect(stdout).toContain('"big": {"value": 12345678901234567890}');
    expect(stdout).toMatch(/"20240305":"a","3":"b"/);
  });

  test("names and patterns", () => {
    const { stdout } = runCli(["vars", "kube_version", "krew_*"]);
    expect(stdout).toContain("kube_version");
    expect(stdout).toContain("krew_download_url");
    expect(stdout).not.toContain("helm_version");
    expect(runCli(["vars", "kube_versoin"])).toMatchObject({ status: 1, stderr: expect.stringContaining("kube_version") });
  });

  test("-e wins over everything, in all its forms", () => {
    const cwd = temporaryFolder({ "extra.yml": "b: [1, 2]\nkube_version: v1.20.7\n", "extra.json": '{"d": {"x": null}}' });
    const extra = ["-e", "a='two words'", "-e", "@extra.yml", "-e", "@extra.json", "-e", '{"c": 1.5}', "-e", "kube_network_plugin=cilium"];
    const { status, stdout } = runCli(
      ["vars", "a", "b", "c", "d", "kube_version", "kube_network_plugin", "--host", "node1", "--format", "json", ...extra],
      { cwd },
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout).hosts.node1).toEqual({
      a: { value: "two words" },
      b: { value: [1, 2] },
      c: { value: 1.5 },
      d: { value: { x: null } },
      kube_version: { value: "v1.20.7" },
      kube_network_plugin: { value: "cilium" },
    });
    expect(runCli(["lists", "--out", "-", ...extra], { cwd }).stdout).toMatch(
      /v1\.20\.7\/bin\/linux\/amd64\/kubelet[\s\S]*quay\.io\/cilium\/cilium:v1\.8\.9/,
    );
  });

  test("a broken file of extra variables is named", () => {
    const cwd = temporaryFolder({ "extra.yml": "a: 1\nb: [\n" });
    const { status, stderr } = runCli(["vars", "kube_version", "-e", "@extra.yml"], { cwd });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^extra\.yml:\d: error: /m);
  });

  test("--facts", () => {
    const cwd = temporaryFolder({ "facts.json": '{"default": {"ansible_architecture": "aarch64"}}' });
    const { stdout } = runCli(["vars", "image_arch", "--facts", "facts.json", "--format", "json"], { cwd });
    expect(JSON.parse(stdout).hosts.node1.image_arch).toEqual({ value: "arm64" });
  });
});

describe("downloads", () => {
  test("json: the documented shape", () => {
    const { status, stdout } = runCli(["downloads", "--format", "json"]);
    expect(status).toBe(0);
    const { hosts, summary } = JSON.parse(stdout);
    expect(Object.keys(summary)).toEqual(["files", "images", "directOnlyFiles"]);
    expect(summary.files).toHaveLength(11);
    expect(summary.images).toHaveLength(15);
    expect(hosts.node1.helm).toEqual({
      selected: true,
      reason: expect.any(String),
      artifact: {
        url: "https://get.helm.sh/helm-v3.5.4-linux-amd64.tar.gz",
        dest: "/tmp/releases/helm-v3.5.4-linux-amd64.tar.gz",
        checksum: expect.stringContaining("a8ddb4e30435b5fd45308ecce5eaad676d64a5de9c89660b56face3fe990b318"),
      },
    });
    expect(hosts.node1.coredns.artifact).toEqual({ image: "k8s.gcr.io/coredns:1.7.0" });
    expect(hosts.node2.helm).toMatchObject({ selected: false, reason: expect.any(String) });
    expect(hosts.node2.helm).not.toHaveProperty("artifact");
    expect(hosts.node3["kubeadm_kube-proxy"].artifact).toEqual({ image: "k8s.gcr.io/kube-proxy:v1.20.6" });
  });

  test("text: hosts that agree share a table", () => {
    const { stdout } = runCli(["downloads"]);
    expect(stdout).toMatch(/^node1$/m);
    expect(stdout).toMatch(/kata_containers +yes/);
    expect(stdout).toContain("3 hosts: 11 files, 15 images");
    const { stdout: selected } = runCli(["downloads", "--selected", "--host", "node2"]);
    expect(selected).not.toMatch(/ no /);
    expect(selected).toContain("1 host: ");
  });
});
