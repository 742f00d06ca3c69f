import { afterEach, expect, it, vi } from "vitest";
import { hover } from "../../server/src/features/hover";
import { Renderer } from "../../server/src/jinja/evaluate/renderer";
import { fixture } from "../support/fixture";

/** Hosts that are alike cost what one of them costs, counted in templates that are rendered. */

afterEach(() => {
  vi.restoreAllMocks();
});

function site(count: number, more = "") {
  const nodes = Array.from({ length: count }, (_, i) => `node${i + 1}`);
  const addresses = nodes.map((name, i) => `${name} ansible_host=10.0.${i >> 8}.${i & 255} ip=10.0.${i >> 8}.${i & 255}`);
  return fixture(`
-- file: group_vars/all.yml
kube_ver$0sion: "{{ '1.35.3' }}"
metrics_server_enabled: "{{ kube_version != '' }}"
${more}
-- file: hosts.ini
${addresses.join("\n")}
[kube_control_plane]
node1
[etcd]
node1
[kube_node]
${nodes.join("\n")}
[k8s_cluster:children]
kube_control_plane
kube_node
`);
}

function rendered(count: number, ask: (site: ReturnType<typeof fixture>) => unknown, more?: string): number {
  const seen = vi.spyOn(Renderer.prototype, "render");
  const asked = site(count, more);
  ask(asked);
  const { length } = seen.mock.calls;
  seen.mockRestore();
  expect(length).toBeGreaterThan(0);
  return length;
}

const plans = ({ context: { model } }: ReturnType<typeof fixture>) => {
  for (const host of model.hosts) expect(model.plan(host).items.map(({ selected }) => selected)).toHaveLength(7);
};

it.each([
  ["the plan", plans],
  ["the lists", ({ context }: ReturnType<typeof fixture>) => context.model.lists({ all: true })],
  ["a hover", ({ context, document, offset }: ReturnType<typeof fixture>) => hover(context, document, offset)],
] as const)("%s of 100 hosts takes no more than that of 6", (_, ask) => {
  // Of up to five hosts a hover looks at each.
  expect(rendered(100, ask)).toBe(rendered(6, ask));
});

it("what names the host is worked out on each", () => {
  const more = "download_run_once: true\ndownload_delegate: node1\nlocal_release_dir: /tmp/{{ inventory_hostname }}\n";
  expect(rendered(50, plans, more)).toBeGreaterThan(50);
  const { model } = site(3, more).context;
  const places = model.hosts.map((host) => model.plan(host).items[0]?.artifact);
  expect(places.map((artifact) => artifact && "dest" in artifact && artifact.dest)).toEqual([
    "/tmp/node1/kubelet-1.35.3-amd64",
    "/tmp/node2/kubelet-1.35.3-amd64",
    "/tmp/node3/kubelet-1.35.3-amd64",
  ]);
});
