/** Real Ansible reads the overrides as the engine does: the same text of every variable that they set, on every host, and from the mirror. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parse } from "yaml";
import { diskFileSystem } from "../../../server/src/files/disk";
import type { FilePath } from "../../../server/src/files/fileSystem";
import { openModel } from "../../../server/src/kubespray/openModel";
import { overrides } from "../../../server/src/manifests/overrides/overrides";
import { ROOT } from "../../support/cli";
import { generatedOnDisk } from "../../support/generated";
import { describeWith } from "../../support/programs";
import { shared } from "../../support/shared";

const PATIENCE = 300_000;

const HOSTS = `[kube_control_plane]
n1
[etcd]
n1
[kube_node]
n2
[k8s_cluster:children]
kube_control_plane
kube_node
[all:vars]
ansible_connection=local
ansible_system=Linux
[kube_control_plane:vars]
ansible_architecture=x86_64
[kube_node:vars]
ansible_architecture=aarch64
host_architecture=arm64
`;

/** Something of the user's in each layer: his own file, which is carried on, and a group's. */
const OWN: Readonly<Record<string, string>> = {
  "inventory.ini": HOSTS,
  "group_vars/all/offline.yml": "# ours\nfiles_repo: http://old.example.com # was\ncalico_crds_download_url: '{{ files_repo }}/crds'\n",
  "group_vars/k8s_cluster/own.yml": 'helm_download_url: "https://files.example.com/own/{{ helm_version }}.tar.gz"\n',
};

const trees: readonly (readonly [string, string])[] = [
  ["the example", join(ROOT, "example/kubespray")],
  ...["v2.16.0", "v2.26.1", "v2.31.0"].flatMap((tag) => {
    const tree = shared(`kubespray/${tag}/tree`);
    return tree === undefined ? [] : [[tag, tree] as const];
  }),
];

describeWith(["ansible-playbook"], "real Ansible with the overrides", () => {
  const scratch = mkdtempSync(join(tmpdir(), "overrides-"));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  const ways = [
    ["lines", "keep"],
    ["base", "strip"],
    ["lines", "flatten"],
  ] as const;
  // Each run of Ansible takes seconds: the example every way, the others one each.
  const cases = trees.flatMap(([name, tree], i) =>
    (i === 0 ? ways : [ways[i % 3] as (typeof ways)[number]]).map((way) => [name, tree, ...way] as const),
  );
  test.each(cases)(
    "%s (%s) %s %s",
    (name, tree, mode, mapping) => {
      const folder = join(scratch, `${name.replaceAll(" ", "-")}-${mode}-${mapping}`);
      write(folder, OWN);
      const given = { "file-server": "https://files.example.com", registry: "hub.example.com", mapping, mode, all: true };
      const { files } = generatedOnDisk(overrides, tree, folder, given);
      write(folder, Object.fromEntries(files.map(({ path, text }) => [path, text])));
      const names = Object.keys(parse(files[0]?.text as string) as object);
      expect(names.length).toBeGreaterThan(10);

      const answers = askAnsible(folder, tree, names);
      const model = openModel({ fs: diskFileSystem(), inventory: folder as FilePath, kubespray: tree as FilePath, env: () => "" });
      for (const host of ["n1", "n2"]) {
        for (const variable of names) {
          const resolved = model.resolve(host, variable);
          // What a role has that this play does not run cannot be known to either.
          if (resolved.state !== "known") continue;
          expect(answers[host]?.[variable], `${host} ${variable}`).toBe(resolved.value);
          expect(answers[host]?.[variable]).toMatch(/^(https:\/\/files\.example\.com|hub\.example\.com)(\/|$)/);
        }
      }
      const known = names.filter((variable) => model.resolve("n2", variable).state === "known");
      expect(known.length).toBeGreaterThan(names.length - 3);
    },
    PATIENCE,
  );

  function askAnsible(folder: string, tree: string, names: readonly string[]): Record<string, Record<string, string>> {
    const roles = ["kubespray-defaults", "kubespray_defaults", "download"].filter((role) => existsSync(join(tree, "roles", role)));
    const task = (name: string) => `        ${name}: "{{ lookup('vars', '${name}', default='?') }}"\n`;
    const playbook = `- hosts: k8s_cluster\n  gather_facts: false\n  roles: [${roles.join(", ")}]\n  tasks:\n    - set_fact:\n        answer:\n${names.map((name) => `    ${task(name)}`).join("")}    - copy:\n        content: "{{ answer | to_json }}"\n        dest: "${folder}/answer-{{ inventory_hostname }}.json"\n`;
    writeFileSync(join(folder, "ask.yml"), playbook);
    execFileSync("ansible-playbook", ["-i", join(folder, "inventory.ini"), join(folder, "ask.yml")], {
      env: {
        ...process.env,
        ANSIBLE_ROLES_PATH: join(tree, "roles"),
        ANSIBLE_LOCALHOST_WARNING: "false",
        ANSIBLE_LOCAL_TEMP: join(folder, "tmp"),
      },
      encoding: "utf8",
      stdio: "pipe",
    });
    return Object.fromEntries(["n1", "n2"].map((host) => [host, JSON.parse(readFileSync(join(folder, `answer-${host}.json`), "utf8"))]));
  }
});

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
