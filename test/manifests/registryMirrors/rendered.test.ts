/**
 * The nodes' variables of several releases, read by real Ansible from an inventory and put through the release's own templates: what the
 * runtimes would find in their files leads to the mirrors.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diskFileSystem } from "../../../server/src/files/disk";
import { roleFiles } from "../../../server/src/kubespray/roleFiles";
import { mirrorVariables } from "../../../server/src/manifests/registryMirrors/mirrorVariables";
import { registryMirrors } from "../../../server/src/manifests/registryMirrors/registryMirrors";
import { generatedOnDisk } from "../../support/generated";
import { program } from "../../support/programs";

const trees = process.env.KUBESPRAY_TREES;
const TAGS = ["v2.16.0", "v2.18.0", "v2.19.1", "v2.21.0", "v2.22.2", "v2.23.0", "v2.26.1", "v2.31.0"];
const ready = trees !== undefined && existsSync(trees) && program("ansible-playbook") !== undefined;

describe.skipIf(!ready)("the release's own templates (KUBESPRAY_TREES, ansible-playbook, python3)", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "rendered-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(TAGS)("%s", (tag) => {
    const tree = join(trees as string, tag);
    const site = join(folder, tag);
    mkdirSync(join(site, "group_vars/all"), { recursive: true });
    writeFileSync(
      join(site, "hosts.ini"),
      "[kube_node]\nnode1 container_manager=containerd\nnode2 container_manager=crio\nnode3 container_manager=docker\n[kube_control_plane]\nnode1\n[etcd]\nnode1\n[k8s_cluster:children]\nkube_node\nkube_control_plane\n",
    );
    const made = generatedOnDisk(registryMirrors, tree, join(site, "hosts.ini"), {
      names: "{origin}.mirror.example.com",
      "mirror-port": "8443",
      "skip-verify": true,
    });
    expect(made.gaps.map(({ message }) => message)).toEqual([]);
    writeFileSync(
      join(site, "group_vars/all/registry-mirrors.yml"),
      made.files.find(({ path }) => path === "registry-mirrors.yml")?.text ?? "",
    );
    render(tree, site);

    const variables = mirrorVariables(diskFileSystem(), tree);
    const containerd = variables.get("containerd");
    const mirror = "https://docker-io.mirror.example.com:8443";
    if (containerd?.shape === "items") {
      const hosts = toml(join(site, "out/containerd-docker.io"));
      expect(Object.keys(hosts.host)).toEqual([mirror, "https://registry-1.docker.io"]);
      expect(hosts.host[mirror]).toMatchObject({ capabilities: ["pull", "resolve"], skip_verify: true });
      expect(Object.keys(toml(join(site, "out/containerd-quay.io")).host)).toEqual(["https://quay-io.mirror.example.com:8443"]);
    } else {
      const { registry } = toml(join(site, "out/containerd-config")).plugins["io.containerd.grpc.v1.cri"];
      expect(registry.mirrors["docker.io"].endpoint).toEqual([mirror, "https://registry-1.docker.io"]);
      expect(registry.mirrors["quay.io"].endpoint).toEqual(["https://quay-io.mirror.example.com:8443"]);
      const skipped = registry.configs?.["quay-io.mirror.example.com:8443"]?.tls?.insecure_skip_verify;
      const told = made.notes.some(({ message }) => /how containerd is told to take a certificate/.test(message.en));
      expect([skipped, told]).toEqual(containerd?.shape === "endpoints" && containerd.insecure ? [true, false] : [undefined, true]);
    }
    const [registry] = toml(join(site, "out/crio-quay.io")).registry;
    expect(registry).toMatchObject({
      prefix: "quay.io",
      location: "quay.io",
      mirror: [{ location: "quay-io.mirror.example.com:8443", insecure: true }],
    });
    const docker = readFileSync(join(site, "out/docker"), "utf8");
    expect(docker.match(/--registry-mirror=\S+/g)).toEqual([`--registry-mirror=${mirror}`]);
    expect(docker).toContain("--insecure-registry=quay-io.mirror.example.com:8443 ");
  });
});

/** One role of our own with the defaults of the release's, as weak as they are there, whose only tasks write the templates. */
function render(tree: string, site: string): void {
  const fs = diskFileSystem();
  const defaults = join(site, "roles/it/defaults/main");
  mkdirSync(defaults, { recursive: true });
  mkdirSync(join(site, "roles/it/tasks"));
  mkdirSync(join(site, "out"));
  const engines = ["containerd", "cri-o", "docker"].map((name) => `container-engine/${name}`);
  const roles = [
    "kubespray-defaults",
    "kubespray_defaults",
    "download",
    "container-engine",
    "container-engine/containerd-common",
    ...engines,
  ];
  roles.forEach((role, i) => {
    for (const file of roleFiles(fs, `${tree}/roles`, role, "defaults")) symlinkSync(file, join(defaults, `${i}-${basename(file)}`));
  });
  const tasks: object[] = [];
  for (const [runtime, variable] of mirrorVariables(fs, tree)) {
    const role = join(tree, "roles/container-engine", runtime === "crio" ? "cri-o" : runtime);
    const template = (name: string) => join(role, "templates", name);
    if (variable.shape === "items") {
      const src = readdirSync(join(role, "templates")).find((name) => readFileSync(template(name), "utf8").includes("in item.mirrors"));
      const dest = `{{ playbook_dir }}/out/${runtime}-{{ item.prefix }}`;
      tasks.push({ template: { src: template(src ?? ""), dest }, loop: `{{ ${variable.name} }}` });
    } else {
      const src = variable.shape === "endpoints" ? "config.toml.j2" : "docker-options.conf.j2";
      tasks.push({
        template: { src: template(src), dest: `{{ playbook_dir }}/out/${runtime}${variable.shape === "endpoints" ? "-config" : ""}` },
      });
    }
  }
  writeFileSync(join(site, "roles/it/tasks/main.yml"), JSON.stringify(tasks));
  const vars = { ansible_connection: "local", ansible_os_family: "Debian", ansible_architecture: "x86_64", ansible_system: "Linux" };
  writeFileSync(join(site, "play.yml"), JSON.stringify([{ hosts: "node1", gather_facts: false, roles: ["it"], vars }]));
  execFileSync("ansible-playbook", ["-i", join(site, "hosts.ini"), join(site, "play.yml")], {
    cwd: site,
    env: { ...process.env, ANSIBLE_NOCOLOR: "1", ANSIBLE_LOCALHOST_WARNING: "0" },
    stdio: "pipe",
  });
}

/** As Python's own reader of TOML reads it. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the file holds
function toml(file: string): any {
  const script = "import json, sys, tomllib; print(json.dumps(tomllib.load(open(sys.argv[1], 'rb'))))";
  return JSON.parse(execFileSync("python3", ["-c", script, file], { encoding: "utf8" }));
}
