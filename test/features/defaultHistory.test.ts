/** The line of a hover that says how a default changed from release to release: where it is certain, and nowhere else. */
import { expect, test } from "vitest";
import { hover } from "../../server/src/features/hover";
import { fixture, TREE } from "../support/fixture";

interface Case {
  readonly tag?: string;
  readonly defaults: string;
  /** Of another role, which the play of the downloads does not run. */
  readonly others?: string;
  /** Of roles/download, which runs. */
  readonly download?: string;
  readonly vars?: string;
  /** What the cursor is on, if not the name of the first default. */
  readonly name?: string;
  readonly locale?: string;
}

function line(given: Case): string | undefined {
  const { tag = "v2.31.0", defaults, others = "", download = "", vars = "", locale = "en" } = given;
  const name = given.name ?? ((defaults || others).split(":")[0] as string);
  const { context, document, offset } = fixture(
    `
-- file: group_vars/all.yml
mine: "{{ ${name}$0 }}"
${vars}
-- file: ${TREE}/.git/packed-refs
1111111111111111111111111111111111111111 refs/tags/${tag}
-- file: ${TREE}/roles/kubespray_defaults/defaults/main/main.yml
${defaults}
-- file: ${TREE}/roles/network_plugin/calico_defaults/defaults/main.yml
${others}
-- file: ${TREE}/roles/download/defaults/main.yml
${download}
`,
    { locale },
  );
  const markdown = hover(context, document, offset)?.markdown;
  expect(markdown).toContain(`\`${name}\``);
  return markdown?.split(/ *\n/).find((one) => /^Default |^默认值/.test(one));
}

test.each<[string, Case, string]>([
  ["since long", { defaults: "container_manager: containerd" }, "Default `containerd` since v2.18.0; `docker` until v2.17.1"],
  [
    "since today",
    { tag: "v2.18.0", defaults: "container_manager: containerd" },
    "Default `containerd` since v2.18.0; `docker` until v2.17.1",
  ],
  ["until today", { tag: "v2.17.1", defaults: "container_manager: docker" }, "Default `docker`; `containerd` from v2.18.0"],
  [
    "in between",
    { tag: "v2.16.0", defaults: "flannel_version: v0.13.0" },
    "Default `v0.13.0` since v2.15.0; `v0.12.0` until v2.14.2; `v0.14.0` from v2.17.0",
  ],
  [
    "before it was a template",
    { tag: "v2.11.1", defaults: "kube_version: v1.15.11" },
    "Default `v1.15.11` since v2.11.1; `v1.15.3` until v2.11.0; `v1.16.3` from v2.12.0",
  ],
  ["after a gap", { tag: "v2.19.0", defaults: "kube_image_repo: k8s.gcr.io" }, "Default `k8s.gcr.io`; `registry.k8s.io` from v2.20.0"],
  ["a text becomes a boolean", { defaults: "cilium_cni_exclusive: true" }, 'Default `true` since v2.20.0; `"true"` until v2.19.1'],
  [
    "a float becomes a text",
    { tag: "v2.12.0", defaults: "nginx_image_tag: 1.17" },
    "Default `1.17` since v2.12.0; `1.15` until v2.11.2; `1.19` from v2.14.0",
  ],
  ["an empty text", { tag: "v2.27.0", defaults: 'cilium_mtu: ""' }, "Default `''`; `\"0\"` from v2.28.0"],
  [
    "overridden",
    { defaults: "container_manager: containerd", vars: "container_manager: crio" },
    "Default `containerd` since v2.18.0; `docker` until v2.17.1",
  ],
  [
    "of a role that the play does not run",
    { defaults: "", others: "calico_vxlan_mode: Always", vars: "calico_vxlan_mode: CrossSubnet" },
    "Default `Always` since v2.19.0; `Never` until v2.18.2",
  ],
  [
    "in a role that is not the facts'",
    { defaults: "", others: "calico_datastore: kdd" },
    "Default `kdd` since v2.15.0; `etcd` until v2.14.2",
  ],
  [
    "in such a role, overridden",
    { defaults: "", others: "calico_datastore: kdd", vars: "calico_datastore: etcd" },
    "Default `kdd` since v2.15.0; `etcd` until v2.14.2",
  ],
  [
    "in Chinese",
    { locale: "zh-cn", defaults: "container_manager: containerd" },
    "默认值自 v2.18.0 起为 `containerd`；到 v2.17.1 为止是 `docker`",
  ],
  [
    "until today, in Chinese",
    { locale: "zh-cn", tag: "v2.17.1", defaults: "container_manager: docker" },
    "默认值为 `docker`；自 v2.18.0 起改为 `containerd`",
  ],
  [
    "not released yet",
    { defaults: "", others: "csi_provisioner_image_tag: v3.6.2" },
    "Default `v3.6.2` since v2.30.0; `v3.0.0` until v2.29.1; `v4.0.1` on master",
  ],
  [
    "not released yet, in Chinese",
    { locale: "zh-cn", defaults: "", others: "csi_provisioner_image_tag: v3.6.2" },
    "默认值自 v2.30.0 起为 `v3.6.2`；到 v2.29.1 为止是 `v3.0.0`；在 master 上改为 `v4.0.1`",
  ],
])("%s", (_, given, expected) => expect(line(given)).toBe(expected));

test.each<[string, Case]>([
  ["no release changed it", { defaults: "kube_network_plugin: calico" }],
  ["a name of the user's own", { defaults: "my_own: 1" }],
  ["a template here", { tag: "v2.28.0", defaults: 'kube_version: "{{ 1 }}"' }],
  ["the tree was edited", { defaults: "container_manager: crio" }],
  ["the tree has the default of another release", { tag: "v2.17.1", defaults: "container_manager: containerd" }],
  ["another type than the release's", { defaults: 'cilium_cni_exclusive: "true"' }],
  ["one of two roles was edited", { defaults: "container_manager: containerd", download: "container_manager: docker" }],
  ["a role that the play does not run was edited", { defaults: "", others: "calico_vxlan_mode: Never", vars: "calico_vxlan_mode: Never" }],
  ["no release of ours", { tag: "v2.99.0", defaults: "container_manager: containerd" }],
  ["no default in the tree", { name: "container_manager", defaults: "other: 1", vars: "container_manager: containerd" }],
  ["a secret's name", { defaults: "docker_rh_repo_gpgkey: https://download.docker.com/linux/rhel/gpg" }],
  [
    "a secret's name with a value that may be shown",
    { defaults: "docker_rh_repo_gpgkey: https://download.docker.com/linux/rhel/gpg", vars: "docker_rh_repo_gpgkey: false" },
  ],
  [
    "a value made of a secret",
    { defaults: "container_manager: containerd", vars: 'container_manager: "{{ my_password }}"\nmy_password: hunter2' },
  ],
])("silent: %s", (_, given) => expect(line(given)).toBeUndefined());
