// The folders that the suite runs in: the example; an inventory with a real kubespray tree, where ../shared has one; and an Ansible project
// that has nothing to do with kubespray; and the example again, in Chinese.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { projectRoot } from "./paths.mjs";

const release = join(process.env.KUBESPRAY_INVENTORY_SHARED ?? join(dirname(projectRoot), "shared"), "kubespray/v2.31.0");

/** All of them, or the one of that name. Those that are made for the run are removed at its end. */
export function workspaces(only) {
  const example = () => join(projectRoot, "example");
  const all = { example, real: realTree, other: otherProject, chinese: example };
  return Object.entries(all)
    .filter(([name]) => only === undefined || name === only)
    .flatMap(([name, make]) => {
      const folder = make();
      if (folder === undefined) console.log(`skipped: the ${name} workspace (no ../shared)`);
      const env = name === "real" ? { SUITE_EXPECTED: join(release, "expected/cm-mixed.json") } : {};
      return folder === undefined ? [] : [{ name, folder, env, locale: name === "chinese" ? "zh-cn" : undefined }];
    });
}

function realTree() {
  if (!existsSync(release)) return undefined;
  const folder = temporary();
  cpSync(join(release, "tree"), join(folder, "kubespray"), { recursive: true });
  cpSync(join(release, "inventories/cm-mixed"), join(folder, "inventory/mixed"), { recursive: true });
  return folder;
}

function otherProject() {
  const folder = temporary();
  const files = {
    "site.yml": "- hosts: web\n  roles: [nginx]\n",
    "hosts.yml": "all: {children: {web: {hosts: {a: }}}}\n",
    "hosts.ini": "[web]\na\n",
    "inventory.ini": "[web]\na\n",
    "inventory/hosts": "[web]\na\n",
    "images.list": "x\n",
    "group_vars/all.yml": "nginx_port: 80\n",
    "group_vars/web.yml": "broken: [\n",
    "roles/nginx/defaults/main.yml": "nginx_port: 8080\n",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

function temporary() {
  const folder = mkdtempSync(join(tmpdir(), "kubespray-workspace-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
