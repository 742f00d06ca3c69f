import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { diskFileSystem } from "../../server/src/files/disk";
import type { FilePath } from "../../server/src/files/fileSystem";
import { createMemo } from "../../server/src/files/memo";
import { overlayFileSystem } from "../../server/src/files/overlay";
import { Renderer } from "../../server/src/jinja/evaluate/renderer";
import type { Model } from "../../server/src/kubespray/model";
import { openModel } from "../../server/src/kubespray/openModel";
import "../support/seed";
import { everything, values } from "../support/everything";
import { fixture, INVENTORY, TREE } from "../support/fixture";
import { describeShared, shared } from "../support/shared";

/** What one snapshot worked out is taken over by the next where nothing that it rests on has changed, and only there. */

/** More of them, and of other seeds, by hand: see seed.ts. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 20);
const TIMEOUT = 60_000 + RUNS * 5_000;

const NAMES = ["a", "b", "c", "d", "kube_version", "image_arch", "kube_image_repo", "metrics_server_enabled", "etcd_deployment_type"];

/** $0, $1: other names; $h: a host. */
const VALUES = [
  "one",
  "2",
  "true",
  "",
  "1.35.3",
  "[1, '{{ $0 }}']",
  "{k: '{{ $0 }}', l: {m: '{{ $1 }}'}}",
  '"{{ $0 }}"',
  '"{{ $0 }}-{{ $1 }}"',
  "\"{{ $0 | default('none') }}\"",
  '"{{ $0.k | default($1) }}"',
  '"{{ $0.l.m }}"',
  '"{{ $0[1] }}"',
  '"{{ $0 is defined }}"',
  '"{% if $0 %}{{ $1 }}{% else %}{{ inventory_hostname }}{% endif %}"',
  "\"{{ hostvars['$h'].$0 }}\"",
  "\"{{ hostvars | list }} {{ '$h' in hostvars }}\"",
  "\"{{ hostvars[inventory_hostname]['$0'] | default('gone') }}\"",
  "\"{{ groups['kube_node'] | map('extract', hostvars, '$0') | list }}\"",
  "\"{{ groups.get('etcd') | default([]) | join(',') }}\"",
  '"{{ group_names }}"',
  "\"{{ vars['$0'] }}\"",
  "\"{{ lookup('vars', '$0', default='nothing') }}\"",
  "\"{{ query('varnames', '^[ab]$') }}\"",
  `"{{ lookup('file', '${INVENTORY}/note.txt') }}"`,
  "\"{{ lookup('env', 'HOME') }}\"",
  "\"{{ ansible_facts.eth0 | default('none') }}\"",
  "\"{{ 'eth0' in ansible_facts }}\"",
  '"{{ ansible_facts }}"',
  '"{{ ansible_architecture }}"',
  '"{{ ansible_eth0 | default($0) }}"',
  '"{{ ansible_distribution_version }}"',
  '"{{ $0 | int + 1 }}"',
  '"{{ missing_name }}"',
  '"{{ omit }}"',
  '"{{ $0"',
  '"{% set x = $0 %}{{ x }}{% for i in [1, 2] %}{{ $1 }}{% endfor %}"',
  '"{{ playbook_dir }} {{ inventory_dir }} {{ ansible_play_hosts }}"',
  "!vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162",
  '!unsafe "{{ $0 }}"',
  "*nowhere",
];

const FILES = [
  "group_vars/all.yml",
  "group_vars/k8s_cluster.yml",
  "group_vars/kube_node.yml",
  "group_vars/etcd/more.yml",
  "host_vars/node1.yml",
  "host_vars/node2.yml",
  "host_vars/node9.yml",
];
const DEFAULTS = `${TREE}/roles/kubespray_defaults/defaults/main/more.yml`;

interface Site {
  readonly vars: Map<FilePath, Map<string, string>>;
  /** Whole texts that stand for a file's variables. */
  readonly broken: Map<FilePath, string>;
  readonly members: Map<string, Set<string>>;
  readonly inFile: Map<string, string>;
  facts: string | undefined;
  note: string;
  cfg: string;
}

type Edit = (site: Site) => void;

const name = fc.constantFrom(...NAMES);
const host = fc.constantFrom("node1", "node2", "node3", "node9");
const value = fc
  .tuple(fc.constantFrom(...VALUES), name, name, host)
  .map(([text, first, second, of]) => text.replaceAll("$0", first).replaceAll("$1", second).replaceAll("$h", of));
const anyFile = fc.constantFrom(...FILES.map((file) => `${INVENTORY}/${file}`), DEFAULTS);
const inline = fc.constantFrom("one", "2", "'{{ a }}'", "'{{ b }}'", "'{{ inventory_hostname }}'", "True");

const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(anyFile, name, value).map(
      ([file, key, text]): Edit =>
        ({ vars }) => {
          vars.set(file, new Map([...(vars.get(file) ?? []), [key, text]]));
        },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(anyFile, name).map(
      ([file, key]): Edit =>
        ({ vars }) => {
          vars.get(file)?.delete(key);
        },
    ),
  },
  fc.tuple(anyFile, fc.constantFrom("", "x: [1,", "$ANSIBLE_VAULT;1.1;AES256\n6162\n", "a: &x 1\nb: *x\n", "- 1\n")).map(
    ([file, text]): Edit =>
      ({ broken }) => {
        if (broken.has(file)) broken.delete(file);
        else broken.set(file, text);
      },
  ),
  fc.tuple(fc.constantFrom("kube_control_plane", "etcd", "kube_node", "extra"), host).map(
    ([group, member]): Edit =>
      ({ members }) => {
        const set = members.get(group) ?? new Set<string>();
        if (!set.delete(member)) set.add(member);
        members.set(group, set);
      },
  ),
  fc.tuple(fc.constantFrom("node1", "node2", "kube_node:vars", "all:vars"), name, inline).map(
    ([of, key, text]): Edit =>
      ({ inFile }) => {
        if (inFile.get(of) === `${key}=${text}`) inFile.delete(of);
        else inFile.set(of, `${key}=${text}`);
      },
  ),
  fc
    .constantFrom(
      undefined,
      '{"hosts": {"node1": {"ansible_eth0": "here"}}}',
      '{"default": {"ansible_architecture": "aarch64"}}',
      '{"groups": {"kube_node": {"ansible_architecture": "aarch64", "ansible_eth0": {"k": 1}}}}',
      '{"hosts": {"node2": {"a": "no fact", "ansible_distribution_version": "9"}}}',
      "{",
    )
    .map(
      (facts): Edit =>
        (site) => {
          site.facts = facts;
        },
    ),
  fc.constantFrom("first", "second").map(
    (note): Edit =>
      (site) => {
        site.note = note;
      },
  ),
  fc.constantFrom("", "[defaults]\nhash_behaviour = merge\n").map(
    (cfg): Edit =>
      (site) => {
        site.cfg = cfg;
      },
  ),
);

function newSite(): Site {
  return {
    vars: new Map(),
    broken: new Map(),
    members: new Map([
      ["kube_control_plane", new Set(["node1"])],
      ["etcd", new Set(["node1"])],
      ["kube_node", new Set(["node2", "node3"])],
    ]),
    inFile: new Map(),
    facts: undefined,
    note: "first",
    cfg: "",
  };
}

function textsOf({ vars, broken, members, inFile, facts, note, cfg }: Site): Map<FilePath, string> {
  const texts = new Map<FilePath, string>();
  for (const [file, variables] of vars) texts.set(file, [...variables].map(([key, text]) => `${key}: ${text}\n`).join(""));
  for (const [file, text] of broken) texts.set(file, `${texts.get(file) ?? ""}${text}`);
  const lines = ["node1", "node2"].flatMap((one) => (inFile.has(one) ? [`${one} ${inFile.get(one)}`] : []));
  for (const [group, hosts] of members) lines.push(`[${group}]`, ...hosts);
  lines.push("[k8s_cluster:children]", "kube_control_plane", "kube_node");
  for (const of of ["kube_node:vars", "all:vars"]) if (inFile.has(of)) lines.push(`[${of}]`, inFile.get(of) as string);
  texts.set(`${INVENTORY}/hosts.ini`, `${lines.join("\n")}\n`);
  if (facts !== undefined) texts.set(`${INVENTORY}/facts.json`, facts);
  texts.set(`${INVENTORY}/note.txt`, note);
  texts.set(`${INVENTORY}/ansible.cfg`, cfg);
  return texts;
}

/** What is asked of a snapshot: everything, or values of a few variables in this order. */
const question = fc.oneof(fc.constant(undefined), fc.array(fc.tuple(host, name), { minLength: 1, maxLength: 5 }));
const step = fc.tuple(fc.array(edit, { minLength: 1, maxLength: 2 }), question);

it.each(["classic", "native"] as const)(
  "after any edits a model says what one without memory says (%s)",
  (generation) => {
    const { fs: base } = fixture("-- file: nothing.txt\n");
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 10 }), fc.array(step, { maxLength: 8 }), (first, later) => {
        const site = newSite();
        const memo = createMemo();
        for (const [edits, asked] of [[first, undefined] as const, ...later]) {
          for (const one of edits) one(site);
          const options = { fs: overlayFileSystem(base, textsOf(site)), inventory: `${INVENTORY}/hosts.ini`, kubespray: TREE, generation };
          const env = (variable: string) => `${variable} of ${site.note}`;
          const said = (model: Model) => (asked === undefined ? everything(model) : values(model, asked));
          expect(said(openModel({ ...options, env, memo }))).toEqual(said(openModel({ ...options, env })));
        }
      }),
      { numRuns: RUNS },
    );
  },
  TIMEOUT,
);

const ALL = `${INVENTORY}/group_vars/all.yml`;
const { fs: small } = fixture("-- file: nothing.txt\n");

/** The value of `a` on node1 in one snapshot after the other. */
function valuesOfA(snapshots: readonly Readonly<Record<string, string>>[]): readonly unknown[] {
  const memo = createMemo();
  return snapshots.map((texts) => {
    const fs = overlayFileSystem(small, new Map(Object.entries(texts).map(([file, text]) => [`${INVENTORY}/${file}`, text])));
    const seen = openModel({ fs, inventory: `${INVENTORY}/hosts.ini`, kubespray: TREE, memo }).resolve("node1", "a");
    return seen.state === "known" ? seen.value : seen.state;
  });
}

const HOSTS = "[kube_node]\nnode1\nnode2\n[k8s_cluster:children]\nkube_node\n";
it.each([
  ["{{ hostvars | list | join(' ') }}", "hosts.ini", HOSTS, `${HOSTS}[more]\nnode9\n`],
  ["{{ 'node9' in hostvars }}", "hosts.ini", HOSTS, `${HOSTS}[more]\nnode9\n`],
  ["{{ hostvars.node2.b }}", "host_vars/node2.yml", "b: 1\n", "b: 2\n"],
  ["{{ hostvars.node2.b }}", "host_vars/node2.yml", "b: '{{ c }}'\nc: 1\n", "b: '{{ c }}'\nc: 2\n"],
  ["{{ vars.b }}", "host_vars/node1.yml", "b: 1\n", "b: 2\n"],
  ["{{ vars | list | length }}", "host_vars/node1.yml", "b: 1\n", "b: 1\nc: 1\n"],
  ["{{ lookup('vars', 'b') }}", "host_vars/node1.yml", "b: 1\n", "b: 2\n"],
  [`{{ lookup('file', '${INVENTORY}/note.txt') }}`, "note.txt", "x", "y"],
  ["{{ b | default('none') }}", "host_vars/node1.yml", "", "b: 1\n"],
  ["{{ b is defined }}", "group_vars/kube_control_plane.yml", "", "b: 1\n"],
  ["{% if true %}x{% else %}{{ b }}{% endif %}{{ b }}", "host_vars/node1.yml", "b: 1\n", "b: '{{ 1 + 1 }}'\n"],
  ["{{ ansible_facts.eth0 | default('none') }}", "facts.json", "{}", '{"hosts": {"node1": {"ansible_eth0": "up"}}}'],
  ["{{ groups.more | default([]) | length }}", "hosts.ini", HOSTS, `${HOSTS}[more]\nnode9\n`],
  ["{{ b }}", "host_vars/node1.yml", "b: 1\n", "b: '1'\n"],
  ["{{ b.k }}", "host_vars/node1.yml", "b: {k: [1]}\n", "b: {k: [true]}\n"],
  ["{{ b | list }}", "host_vars/node1.yml", "b: {k: 1, l: 2}\n", "b: {l: 2, k: 1}\n"],
])("%s follows %s", (text, file, before, after) => {
  const a = `a: ${JSON.stringify(text)}\n`;
  const [first, second, third] = valuesOfA([before, after, before].map((content) => ({ "group_vars/all.yml": a, [file]: content })));
  expect(second).not.toEqual(first);
  expect(third).toEqual(first);
});

it("after an edit only that is worked out which rests on it", () => {
  const memo = createMemo();
  const seen = vi.spyOn(Renderer.prototype, "render");
  const counts = ["1", "1", "2", "1"].map((edited, i) => {
    const text = `a: "{{ b }} {{ c }}"\nb: "{{ 'x' ~ d }}"\nc: "{{ 'y' ~ d }}"\nd: 1\ne: "{{ 'z' ~ f }}"\nf: ${edited}\ng${i}: 1\n`;
    const fs = overlayFileSystem(small, new Map([[ALL, text]]));
    const model = openModel({ fs, inventory: `${INVENTORY}/hosts.ini`, kubespray: TREE, memo });
    seen.mockClear();
    for (const host of model.hosts)
      expect([model.resolve(host, "a"), model.resolve(host, "e")]).toMatchObject([{ value: "x1 y1" }, { value: `z${edited}` }]);
    return seen.mock.calls.length;
  });
  seen.mockRestore();
  // Everything, nothing, `e` alone, and what is still known of the text before.
  expect(counts).toEqual([4, 0, 1, 0]);
});

/** Names of kubespray's own variables that much or little rests on. */
const REAL_NAMES = [
  ...["kube_version", "image_arch", "ansible_architecture", "bin_dir", "container_manager", "kube_network_plugin", "etcd_deployment_type"],
  ...[
    "docker_image_repo",
    "kube_image_repo",
    "files_repo",
    "registry_host",
    "github_url",
    "dl_k8s_io_url",
    "download_run_once",
    "skip_downloads",
  ],
  ...["metrics_server_enabled", "coredns_version", "etcd_version", "kubelet_checksums", "http_proxy", "no_proxy", "local_release_dir", "a"],
];
const REAL_VALUES = [
  "1.30.4",
  "v1.29.0",
  "arm64",
  "true",
  "false",
  "docker",
  "host",
  '"{{ $0 }}"',
  '"{{ $0 }}/{{ $1 }}"',
  "\"{{ $0 | default('x') }}\"",
  "\"{{ hostvars[groups['all'][0]].$0 | default('none') }}\"",
  '"{{ missing_name }}"',
  "{amd64: {1.30.4: sha256:aa}}",
  "!vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162",
  "http://mirror.example/{{ inventory_hostname }}",
];

describeShared("inventories of real trees", "kubespray/v2.31.0/inventories", () => {
  const disk = diskFileSystem();
  const realName = fc.constantFrom(...REAL_NAMES);
  const realEdit = fc.record({
    file: fc.constantFrom("group_vars/all/zz.yml", "group_vars/kube_node/zz.yml", "group_vars/etcd.yml", "host_vars/$h.yml", "defaults"),
    key: realName,
    value: fc
      .tuple(fc.constantFrom(...REAL_VALUES, undefined), realName, realName)
      .map(([text, first, second]) => text?.replaceAll("$0", first).replaceAll("$1", second)),
  });

  it.each([
    ["v2.16.0", "arch-hostvars"],
    ["v2.26.1", "quirks-vault"],
    ["v2.31.0", "shape-precedence"],
    ["master", "everything-on"],
  ])(
    "after any edits %s, %s says what it says without memory",
    (tag, inventory) => {
      const tree = shared(`kubespray/${tag}/tree`) as FilePath;
      const folder = shared(`kubespray/${tag}/inventories/${inventory}`) as FilePath;
      const roles = `${tree}/roles/${disk.kind(`${tree}/roles/kubespray_defaults`) ? "kubespray_defaults" : "kubespray-defaults"}`;
      fc.assert(
        fc.property(fc.array(fc.array(realEdit, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 4 }), (steps) => {
          const memo = createMemo();
          const vars = new Map<FilePath, Map<string, string>>();
          const first = openModel({ fs: disk, inventory: folder, kubespray: tree, memo });
          everything(first);
          for (const edits of steps) {
            for (const { file, key, value: text } of edits) {
              const path = file === "defaults" ? `${roles}/vars/main/zz.yml` : `${folder}/${file.replace("$h", first.hosts[0] as string)}`;
              const variables = vars.get(path) ?? new Map<string, string>();
              if (text === undefined) variables.delete(key);
              else variables.set(key, text);
              vars.set(path, variables);
            }
            const texts = new Map([...vars].map(([path, lines]) => [path, [...lines].map(([key, text]) => `${key}: ${text}\n`).join("")]));
            const options = { fs: overlayFileSystem(disk, texts), inventory: folder, kubespray: tree };
            expect(everything(openModel({ ...options, memo }))).toEqual(everything(openModel(options)));
          }
        }),
        { numRuns: Math.ceil(RUNS / 20) },
      );
    },
    TIMEOUT,
  );
});
