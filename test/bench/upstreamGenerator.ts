/**
 * Ansible doing the work of upstream's contrib/offline/generate_list.sh on a kubespray tree: the same play (load the defaults of two
 * roles, run none of their tasks, render two lists on localhost), written here because the trees in ../shared have no contrib folder.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Writes playbook, configuration and templates into a new temporary folder; returns it with the command to run there. */
export function upstreamGenerator(
  kubespray: string,
  inventory: string,
): { folder: string; command: string[]; env: Record<string, string> } {
  const folder = mkdtempSync(join(tmpdir(), "kubespray-inventory-bench-"));
  const role = readdirSync(join(kubespray, "roles")).includes("kubespray_defaults") ? "kubespray_defaults" : "kubespray-defaults";
  const table = defaultsText(join(kubespray, "roles", role)) + defaultsText(join(kubespray, "roles", "download"));
  const files = [...table.matchAll(/^\w+_download_url: *"?(.*?)"?$/gm)].map((match) => match[1]);
  const items = table.slice(table.search(/^downloads:/m));
  const images = [...items.matchAll(/^ {4}repo: *"?(.*?)"?\n {4}tag: *"?(.*?)"?$/gm)].map((match) => `${match[1]}:${match[2]}`);
  writeFileSync(join(folder, "files.list.template"), `${files.join("\n")}\n`);
  writeFileSync(join(folder, "images.list.template"), `${images.join("\n")}\n`);
  writeFileSync(join(folder, "lists.yml"), playbook(role));
  mkdirSync(join(folder, "tmp"));
  return {
    folder,
    command: ["ansible-playbook", "-i", inventory, "lists.yml"],
    env: { ANSIBLE_ROLES_PATH: join(kubespray, "roles"), ANSIBLE_LOCAL_TEMP: join(folder, "tmp"), ANSIBLE_NOCOLOR: "1", LC_ALL: "C.UTF-8" },
  };
}

function playbook(role: string): string {
  return `- hosts: localhost
  gather_facts: true
  roles:
    - { role: ${role}, when: false, tags: never }
    - { role: download, when: false, tags: never }
  tasks:
    - template: { src: "{{ item }}.list.template", dest: "{{ playbook_dir }}/{{ item }}.list" }
      loop: [files, images]
`;
}

function defaultsText(role: string): string {
  const main = join(role, "defaults", "main");
  try {
    if (statSync(main).isDirectory()) {
      return readdirSync(main)
        .map((name) => readFileSync(join(main, name), "utf8"))
        .join("\n");
    }
  } catch {
    // no folder of that name: a single file, below
  }
  for (const ending of [".yml", ".yaml"]) {
    try {
      return readFileSync(main + ending, "utf8");
    } catch {
      // the other ending
    }
  }
  return "";
}
