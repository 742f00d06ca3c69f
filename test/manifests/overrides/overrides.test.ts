/** The overrides of small inventories written inline and of the example: which variables, which texts, where they go, and what is named. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { GivenOptions } from "../../../server/src/manifests/frame/optionValues";
import { ManifestError } from "../../../server/src/manifests/manifest";
import { overrides } from "../../../server/src/manifests/overrides/overrides";
import { withdrawn } from "../../../server/src/manifests/overrides/withdrawn";
import { ROOT } from "../../support/cli";
import { fixture } from "../../support/fixture";
import { generated, generatedOnDisk } from "../../support/generated";

const MIRROR: GivenOptions = { "file-server": "https://files.example.com", registry: "hub.example.com" };
const ALL: GivenOptions = { ...MIRROR, all: true };

function made(text: string, given: GivenOptions = MIRROR, locale = "en") {
  const { files, notes, gaps } = generated(overrides, text, given, { locale });
  const [file] = files;
  return {
    path: file?.path,
    text: file?.text ?? "",
    file,
    variables: parse(file?.text ?? "", { version: "1.1", uniqueKeys: false }) as Record<string, string>,
    notes: notes.map(
      ({ severity, message, file: where, line }) => `${severity}: ${where?.split("/").at(-1) ?? ""}:${line ?? ""} ${message.en}`,
    ),
    gaps,
  };
}

function refusal(text: string, given: GivenOptions = MIRROR): string {
  try {
    made(text, given);
  } catch (error) {
    if (error instanceof ManifestError) return `${error.wording.en}; ${error.remedy?.en}`;
    throw error;
  }
  return "made";
}

describe("the article's own block", () => {
  // Its rule: the file server in front, then host and path, with the versions as kubespray has them (here its blanks are taken out).
  const ARTICLE: Readonly<Record<string, string>> = {
    kubelet: "storage.googleapis.com/kubernetes-release/release/{{ kube_version }}/bin/linux/{{ image_arch }}/kubelet",
    kubectl: "storage.googleapis.com/kubernetes-release/release/{{ kube_version }}/bin/linux/{{ image_arch }}/kubectl",
    kubeadm: "storage.googleapis.com/kubernetes-release/release/{{ kubeadm_version }}/bin/linux/{{ image_arch }}/kubeadm",
    etcd: "github.com/coreos/etcd/releases/download/{{ etcd_version }}/etcd-{{ etcd_version }}-linux-{{ image_arch }}.tar.gz",
    cni: "github.com/containernetworking/plugins/releases/download/{{ cni_version }}/cni-plugins-linux-{{ image_arch }}-{{ cni_version }}.tgz",
    calicoctl: "github.com/projectcalico/calicoctl/releases/download/{{ calico_ctl_version }}/calicoctl-linux-{{ image_arch }}",
    calico_crds: "github.com/projectcalico/calico/archive/{{ calico_version }}.tar.gz",
    crictl:
      "github.com/kubernetes-sigs/cri-tools/releases/download/{{ crictl_version }}/crictl-{{ crictl_version }}-{{ ansible_system | lower }}-{{ image_arch }}.tar.gz",
    helm: "get.helm.sh/helm-{{ helm_version }}-linux-{{ image_arch }}.tar.gz",
    crun: "github.com/containers/crun/releases/download/{{ crun_version }}/crun-{{ crun_version }}-linux-{{ image_arch }}",
    kata_containers:
      "github.com/kata-containers/runtime/releases/download/{{ kata_containers_version }}/kata-static-{{ kata_containers_version }}-{{ ansible_architecture }}.tar.xz",
    nerdctl:
      "github.com/containerd/nerdctl/releases/download/v{{ nerdctl_version }}/nerdctl-{{ nerdctl_version }}-{{ ansible_system | lower }}-{{ image_arch }}.tar.gz",
  };

  test("the example's lines are the article's", () => {
    const example = (given: GivenOptions) =>
      generatedOnDisk(overrides, `${ROOT}/example/kubespray`, `${ROOT}/example/inventory`, {
        "file-server": "https://dl.k8s.li",
        registry: "hub.k8s.li",
        variable: "download_url",
        ...given,
      });
    const { files, notes } = example({ all: true });
    const variables = parse(files[0]?.text as string) as Record<string, string>;
    const article = Object.entries(ARTICLE).map(([name, path]) => [`${name}_download_url`, `{{ download_url }}/${path}`]);
    expect(variables).toMatchObject({ download_url: "https://dl.k8s.li", registry_host: "hub.k8s.li", ...Object.fromEntries(article) });
    const further = ["krew_download_url", "kube_image_repo", "docker_image_repo", "quay_image_repo"];
    expect(Object.keys(variables).sort()).toEqual(
      ["download_url", "registry_host", ...article.map(([name]) => name as string), ...further].sort(),
    );
    for (const name of further.slice(1)) expect(variables[name]).toBe("{{ registry_host }}");
    expect(notes).toEqual([]);
    const enabled = parse(example({}).files[0]?.text as string) as Record<string, string>;
    expect(Object.keys(variables).filter((name) => !(name in enabled))).toEqual(["crun_download_url", "krew_download_url"]);
  });
});

describe("which variables", () => {
  const KUBELET = "release/v{{ kube_version }}/bin/linux/{{ image_arch }}/kubelet";

  test("a line a file, or what the addresses begin with", () => {
    const lines = made("", ALL);
    expect(lines.path).toBe("group_vars/all/offline.yml");
    expect(lines.variables).toEqual({
      files_repo: "https://files.example.com",
      registry_host: "hub.example.com",
      kubelet_download_url: `{{ files_repo }}/dl.k8s.io/${KUBELET}`,
      kube_image_repo: "{{ registry_host }}",
      docker_image_repo: "{{ registry_host }}",
    });
    expect(made("", { ...ALL, mode: "base" }).variables).toMatchObject({ dl_k8s_io_url: "{{ files_repo }}/dl.k8s.io" });
    expect(made("", { ...ALL, mode: "base" }).variables.kubelet_download_url).toBeUndefined();
    expect(lines.notes).toEqual([]);
  });

  test.each([
    ["strip", {}, { kube_image_repo: "{{ registry_host }}" }],
    ["keep", {}, { kube_image_repo: "{{ registry_host }}/registry.k8s.io", docker_image_repo: "{{ registry_host }}/docker.io" }],
    ["harbor", { project: "k8s" }, { kube_image_repo: "{{ registry_host }}/k8s" }],
    ["flatten", {}, { coredns_image_repo: "{{ registry_host }}/registry.k8s.io--coredns--coredns" }],
  ])("images: %s", (mapping, more, expected) => {
    expect(made("", { ...ALL, mapping, ...more }).variables).toMatchObject(expected);
  });

  test("only files, only images", () => {
    expect(Object.keys(made("", { "file-server": "http://f:8080/kubespray/" }).variables)).toEqual(["files_repo", "kubelet_download_url"]);
    expect(made("", { "file-server": "http://f:8080/kubespray/" }).variables.files_repo).toBe("http://f:8080/kubespray");
    expect(Object.keys(made("", { registry: "10.0.0.5:5000/team" }).variables).sort()).toEqual([
      "docker_image_repo",
      "kube_image_repo",
      "registry_host",
    ]);
    expect(refusal("", {})).toMatch(/no mirror.*--file-server/);
    expect(refusal("", { registry: "hub.example.com", mapping: "harbor" })).toMatch(/project/);
  });

  // A user's definition of the address, and the line that becomes of it.
  test.each([
    ["a literal", "https://other.example.com:8443/k/{{ kube_version }}", "{{ files_repo }}/other.example.com:8443/k/{{ kube_version }}"],
    [
      "credentials are the origin's",
      "https://u:p@other.example.com/k/{{ kube_version }}",
      "{{ files_repo }}/other.example.com/k/{{ kube_version }}",
    ],
    ["capitals", "HTTP://Other.Example.com/k", "{{ files_repo }}/other.example.com/k"],
    [
      "an expression",
      "{{ 'https://a.example.com' if image_arch == 'amd64' else 'https://b.example.com' }}/k",
      "{{ files_repo }}/{{ ('https://a.example.com' if image_arch == 'amd64' else 'https://b.example.com') | regex_replace('^https?://', '') }}/k",
    ],
    ["another variable of the user's", "{{ my_server }}/k/{{ kube_version }}", "{{ files_repo }}/own.example.com/x/k/{{ kube_version }}"],
    [
      "quotes and backslashes",
      "https://a.example.com/{{ kube_version | regex_replace('\\.', '_') }}/\"k\"",
      "{{ files_repo }}/a.example.com/{{ kube_version | regex_replace('\\.', '_') }}/\"k\"",
    ],
  ])("the user's own line: %s", (_, value, expected) => {
    for (const mode of ["lines", "base"]) {
      const { variables, notes } = made(
        `-- file: group_vars/all/all.yml\nmy_server: https://own.example.com/x\nkubelet_download_url: ${JSON.stringify(value)}\n`,
        { ...MIRROR, mode },
      );
      expect(variables.kubelet_download_url).toBe(expected);
      expect(variables.my_server).toBeUndefined();
      expect(notes).toEqual([]);
    }
  });

  test("an own line that leads to the mirror is kept, wherever it stands", () => {
    const own = 'kubelet_download_url: "{{ files_repo }}/mine/kubelet"\nkube_image_repo: hub.example.com/mine\n';
    for (const path of ["group_vars/all/all.yml", "group_vars/k8s_cluster/x.yml", "host_vars/node1.yml", "group_vars/all/offline.yml"]) {
      const { text, variables, notes } = made(`-- file: ${path}\n${own}`);
      if (path === "group_vars/all/offline.yml") expect(text).toContain(own);
      else if (!path.startsWith("host_vars")) expect(variables.kubelet_download_url).toBeUndefined();
      expect(notes, path).toEqual([]);
    }
  });
});

describe("what is named", () => {
  test.each([
    [
      "a group's own value",
      "group_vars/k8s_cluster/x.yml",
      "# c\nkubelet_download_url: https://a.example.com/k/{{ kube_version }}\n",
      /warning: x\.yml:2 Not from the mirror: https:\/\/a\.example\.com\/k\/1\.35\.4\..*group_vars\/k8s_cluster\/x\.yml:2 sets kubelet_download_url and beats this file; write \{\{ files_repo \}\}\/a\.example\.com\/k\/\{\{ kube_version \}\} there/,
    ],
    [
      "a file read later",
      "group_vars/all/zz.yml",
      "coredns_image_repo: other.example.com/c\n",
      /zz\.yml:1 sets coredns_image_repo and beats.*write \{\{ registry_host \}\}\/c there/,
    ],
    [
      "a password is not told",
      "group_vars/k8s_cluster/x.yml",
      "kubelet_download_url: https://u:p@a.example.com/k\n",
      /mirror: https:\/\/\*\*\*@a\.example\.com\/k/,
    ],
    [
      "an address with no place",
      "group_vars/all/all.yml",
      "kubelet_download_url: ftp://a.example.com/../k\n",
      /laid out this way has no place/,
    ],
    ["a question mark", "group_vars/all/all.yml", "kubelet_download_url: https://a.example.com/k?v=1\n", /has no place/],
  ])("%s", (_, path, text, expected) => {
    const { notes } = made(`-- file: ${path}\n${text}`);
    expect(notes.join("\n")).toMatch(expected);
    expect(notes.every((note) => note.startsWith("warning: "))).toBe(true);
  });

  test("plain text in the table of downloads", () => {
    const table =
      "downloads:\n  x:\n    enabled: true\n    file: true\n    url: https://a.example.com/x\n    dest: /tmp/x\n    checksum: sha256:aa\n    groups: [k8s_cluster]\n";
    expect(made(`-- file: group_vars/all/all.yml\n${table}`).notes.join("\n")).toMatch(
      /https:\/\/a\.example\.com\/x\..*table of downloads, and no variable/,
    );
  });

  test("what cannot be known is a gap", () => {
    const header = '-- file: group_vars/all/all.yml\nkubelet_download_url: "#jinja2:lstrip_blocks:True\\nhttps://a.example.com/k"\n';
    expect(
      made(header)
        .gaps.map(({ message }) => message)
        .join("\n"),
    ).toMatch(/kubelet on node1, node2, node3 are not known/);
  });

  test("one image that its registry's variable cannot serve has a line of its own", () => {
    const item = (name: string, repo: string) =>
      `  ${name}: {enabled: true, container: true, groups: [k8s_cluster], tag: "1", repo: "{{ ${repo} }}"}\n`;
    const mine = `downloads:\n${item("one", "coredns_image_repo")}${item("two", "metrics_server_image_repo")}${item("three", "a_repo")}`;
    const repos = "coredns_image_repo: '{{ docker_image_repo }}/busybox'\nmetrics_server_image_repo: '{{ docker_image_repo }}/a/b'\n";
    const { variables, notes } = made(`-- file: ${`group_vars/all/all.yml\n${mine}${repos}a_repo: 'docker.io/c/d'\n`}`);
    expect(variables).toMatchObject({
      coredns_image_repo: "{{ registry_host }}/library/busybox",
      metrics_server_image_repo: "{{ registry_host }}/a/b",
      a_repo: "{{ registry_host }}/c/d",
    });
    expect(notes).toEqual([]);
  });

  test("hosts that need different values", () => {
    const hosts =
      "[kube_control_plane]\nn1\n[etcd]\nn1\n[kube_node]\nn2\n[k8s_cluster:children]\nkube_control_plane\nkube_node\n[kube_node:vars]\nkubelet_download_url=https://b.example.com/k\n";
    const { variables, notes } = made(`-- file: hosts.ini\n${hosts}`);
    expect(variables.kubelet_download_url).toBeUndefined();
    expect(notes.join("\n")).toMatch(/no value of kubelet_download_url leads every host/);
  });

  test("images that the mapping has no place for", () => {
    expect(made("", { ...MIRROR, mapping: "flatten" }).notes.join("\n")).toMatch(
      /kube-apiserver:v1\.35\.4.*every mapping but flatten has room/,
    );
  });

  test("images that kubespray's templates spell out", () => {
    const template =
      "      - image: registry.k8s.io/sig/a:{{ a_tag }}\n        image: '{{ kube_image_repo }}/b'\n  image: hub.example.com/c\n";
    const { notes } = made(`-- file: /site/kubespray/roles/apps/csi/templates/x.yml.j2\n${template}`);
    expect(notes).toEqual([expect.stringMatching(/^info: : .*changes them: registry\.k8s\.io\/sig\/a\. Only who uses apps\/csi needs/)]);
  });

  test("both languages", () => {
    const notes = generated(overrides, "-- file: group_vars/all/zz.yml\ncoredns_image_repo: other.example.com/c\n", MIRROR).notes;
    expect(notes).toHaveLength(1);
    for (const { message } of notes) expect(message.zh).toMatch(/[\u4e00-\u9fff].*zz\.yml:1/);
    expect(made("", MIRROR, "zh-cn").text).toContain("# 一切内容的来源\n");
    expect(made("", MIRROR, "zh-cn").variables).toEqual(made("", MIRROR).variables);
  });
});

describe("where it goes", () => {
  test.each([
    ["a folder all", "group_vars/all/all.yml", "a: 1\n", "group_vars/all/offline.yml"],
    ["offline.yaml", "group_vars/all/offline.yaml", "a: 1\n", "group_vars/all/offline.yaml"],
    ["a file all.yml, which a folder would hide", "group_vars/all.yml", "a: 1\n", "group_vars/all.yml"],
    ["a file all", "group_vars/all", "a: 1\n", "group_vars/all"],
    ["nothing", "group_vars/etcd.yml", "a: 1\n", "group_vars/all/offline.yml"],
  ])("%s", (_, path, text, expected) => {
    const { path: found, file, text: result, notes } = made(`-- file: ${path}\n${text}`);
    expect(found).toBe(expected);
    expect(file?.carriesOn).toBe(path === expected ? `/site/inventory/${path}` : undefined);
    if (path === expected) expect(result.startsWith(text)).toBe(true);
    expect(notes.length).toBe(/all(\.yml)?$/.test(expected) ? 1 : 0);
  });

  test("made again it is the same, and forgets what no longer counts", () => {
    const first = made("", ALL).text;
    expect(made(`-- file: group_vars/all/offline.yml\n${first}`, ALL).text).toBe(first);
    const keep = made(`-- file: group_vars/all/offline.yml\n${first}`, { ...ALL, mapping: "keep", mode: "base" });
    expect(keep.text).toBe(made("", { ...ALL, mapping: "keep", mode: "base" }).text);
    expect(keep.notes).toEqual([]);
  });

  describe("addresses of the user's own that were replaced", () => {
    const own =
      "---\nkubelet_download_url: http://builds.example.com/{{ kube_version }}/kubelet # ours\ncoredns_image_repo: 'reg.example.com/team/dns'\n";
    const offline = (text: string) => `-- file: group_vars/all/offline.yml\n${text}`;
    const first = made(offline(own), ALL);

    test("lead to the mirror, and are kept above", () => {
      expect(first.variables.kubelet_download_url).toBe("{{ files_repo }}/builds.example.com/{{ kube_version }}/kubelet");
      expect(first.variables.coredns_image_repo).toBe("{{ registry_host }}/team/dns");
      expect(first.text).toContain(
        "\n# kubespray-inventory generate overrides, instead of: http://builds.example.com/{{ kube_version }}/kubelet\nkubelet_download_url: ",
      );
      expect(made(offline(first.text), ALL).text).toBe(first.text);
    });

    test("are what everything else is about, line by line", () => {
      const { model, fs } = fixture(offline(first.text)).context;
      const [[file, text] = ["", ""]] = [...withdrawn(model, fs)];
      expect(file).toMatch(/offline\.yml$/);
      const lines = first.text.split("\n");
      expect(text.split("\n")).toHaveLength(lines.length);
      expect(text.split("\n")[lines.findIndex((line) => line.startsWith("kubelet_download_url"))]).toBe(
        "kubelet_download_url: http://builds.example.com/{{ kube_version }}/kubelet # ours",
      );
      expect(parse(text)).toMatchObject({ coredns_image_repo: "reg.example.com/team/dns", registry_host: "hub.example.com" });
      expect(parse(text).kubeadm_download_url).toBeUndefined();
    });

    test("come back where the mirror is for images alone, and follow another mapping", () => {
      const images = made(offline(first.text), { registry: "hub.example.com", mapping: "keep", all: true });
      expect(images.text).toContain(own.split("\n")[1]);
      expect(images.text).not.toContain("instead of: http://builds");
      expect(images.variables.coredns_image_repo).toBe("{{ registry_host }}/reg.example.com/team/dns");
    });

    test("are found without a block as well", () => {
      const { model, fs } = fixture(
        offline("# kubespray-inventory generate overrides, instead of: 'a.example.com'\r\nb: \"{{ x }}/c\"\r\nd: 1\r\n"),
      ).context;
      expect([...withdrawn(model, fs).values()]).toEqual([
        "# kubespray-inventory generate overrides, instead of: 'a.example.com'\r\nb: 'a.example.com'\r\nd: 1\r\n",
      ]);
    });
  });

  test("another file server for the lines that are there", () => {
    const own =
      "---\n# ours\nfiles_repo: http://old.example.com # since 2021\n\n# kubelet\nkubelet_download_url: '{{ files_repo }}/k/{{ kube_version }}'\n";
    const { text, notes } = made(`-- file: group_vars/all/offline.yml\n${own}`);
    expect(text.startsWith(own.replace("http://old.example.com", '"https://files.example.com"'))).toBe(true);
    expect(notes).toEqual([
      "info: offline.yml:3 files_repo was http://old.example.com and becomes https://files.example.com, for all lines that begin with it.",
    ]);
  });

  test.each([
    ["group_vars/k8s_cluster/x.yml", "files_repo: http://old.example.com\n", /x\.yml:1 sets files_repo for node1 and beats/],
    ["group_vars/all/zz.yml", "registry_host: old.example.com\n", /zz\.yml:1 sets registry_host.*same value/],
    ["group_vars/all/offline.yml", "files_repo: &x a\nb: *x\n", /files_repo cannot be set/],
    ["group_vars/all/offline.yml", "{a: 1}\n", /lines of `name: value`/],
  ])("%s with %j is refused", (path, text, expected) => expect(refusal(`-- file: ${path}\n${text}`)).toMatch(expected));

  test("a variable of kubespray's own is refused", () => {
    expect(refusal("", { ...MIRROR, variable: "kube_version" })).toMatch(/kubespray has a variable kube_version/);
    expect(refusal("", { ...MIRROR, variable: "registry_host" })).toMatch(/is to hold the registry/);
    for (const variable of ["not", "hostvars", "a b", "1a", "{{x}}", "a:"])
      expect(() => made("", { ...MIRROR, variable }), variable).toThrow();
  });
});

describe("hostile values", () => {
  test.each([
    "https://a.example.com/{{ x }}",
    "https://a.example.com/{% x %}",
    "https://a/\n#",
    "https://a b",
    "javascript:1",
    'https://a"',
    "https://",
    "https://a.example.com?x",
    "https://a/{# #}",
    "https://../x",
  ])("--file-server %j", (value) => expect(() => made("", { ...MIRROR, "file-server": value })).toThrow());

  const nasty = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc.constantFrom(
      "{{ lookup('pipe', 'id') }}",
      "{% for x in y %}",
      "{#",
      "\n# <<< kubespray-inventory",
      "'\"\\",
      "https://a.example.com/{{",
      "!unsafe",
      "é\u2028",
    ),
  );
  test("the user's own texts never break the file, nor become templates that they were not", () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 3 }), fc.boolean(), (parts, unsafe) => {
        const value = parts.join("");
        const text = `kubelet_download_url: ${unsafe ? "!unsafe " : ""}${JSON.stringify(`https://a.example.com/${value}`).replaceAll("$0", "$")}\nnginx_image_repo: ${JSON.stringify(value).replaceAll("$0", "$")}\n`;
        const { variables } = made(`-- file: group_vars/all/x.yml\n${text}`, { ...MIRROR, all: true });
        const names = ["files_repo", "registry_host", "kubelet_download_url", "kube_image_repo", "docker_image_repo", "dl_k8s_io_url"];
        expect(Object.keys(variables).filter((name) => !names.includes(name))).toEqual([]);
        // What is no template for Ansible does not become one.
        if (unsafe) expect(variables.kubelet_download_url).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});
