/** What the files of registry-mirrors say: each for its reader, and the nodes' variables in the words of the release at hand. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { registryMirrors } from "../../../server/src/manifests/registryMirrors/registryMirrors";
import { isWritable, varsYaml } from "../../../server/src/manifests/registryMirrors/varsYaml";
import { PyDict, TaggedText, type Value } from "../../../server/src/python/values";
import { loadText } from "../../../server/src/yaml/loadText";
import { composeErrors } from "../../support/composeErrors";
import { TREE } from "../../support/fixture";
import { generated } from "../../support/generated";

const NAMES = { names: "{origin}.mirror.example.com" };

/** A tree whose roles say in three ways how registries are mirrored, and images of two origins. */
const ROLES = `-- file: ${TREE}/roles/container-engine/containerd/defaults/main.yml
containerd_registries_mirrors:
  - prefix: docker.io
    mirrors:
      - {host: "https://registry-1.docker.io", capabilities: [pull, resolve], skip_verify: false}
-- file: ${TREE}/roles/container-engine/containerd/tasks/main.yml
- block:
    - name: Write
      ansible.builtin.template:
        src: hosts.j2
        dest: "/certs.d/{{ item.prefix }}"
      loop: "{{ containerd_registries_mirrors }}"
-- file: ${TREE}/roles/container-engine/containerd/templates/hosts.j2
{% for one in item.mirrors %}
{{ one.host }} {{ one.capabilities }} {{ one.skip_verify }}
{% endfor %}
{{ item.prefix }}
-- file: ${TREE}/roles/container-engine/docker/templates/options.j2
{% for one in docker_mirrors %}--registry-mirror={{ one }} {% endfor %}
{% for one in docker_unsafe %}--insecure-registry={{ one }} {% endfor %}
-- file: ${TREE}/roles/kubespray_defaults/defaults/main/images.yml
quay_image_repo: quay.io
extra_image_repo: "{{ quay_image_repo }}/extra"
docker_mirrors: []
docker_unsafe: []
-- file: ${TREE}/roles/kubespray_defaults/defaults/main/download.yml
download_defaults: {container: false, file: false, repo: None, tag: None, enabled: false, dest: None, version: None, url: None}
kubeadm_images: {}
skip_kubeadm_images: true
downloads:
  one: {enabled: true, container: true, repo: "{{ quay_image_repo }}/a/b", tag: "1", groups: [k8s_cluster]}
  two: {enabled: true, container: true, repo: "{{ docker_image_repo }}/a/b", tag: "2", groups: [k8s_cluster]}
  three: {enabled: "{{ third | default(false) }}", container: true, repo: ghcr.io/c, tag: "3", groups: [k8s_cluster]}
`;

/** Those of the roles that the small tree above lacks are no matter here. */
const OWN = new Set(["not-effective", "not-kept", "hosts-differ", "not-mirrored", "runtime-unknown", "runtime-without-rules"]);

function made(files: string, options: Record<string, string | string[] | boolean> = NAMES, locale = "en") {
  const { files: texts, notes, gaps, steps } = generated(registryMirrors, `${files}${ROLES}`, options, { locale });
  const text = (path: string) => texts.find((file) => file.path === path)?.text ?? "";
  return {
    text,
    vars: (parse(text("registry-mirrors.yml") || "{}", { customTags: [{ tag: "!unsafe", resolve: (one: string) => one }] }) ??
      {}) as Record<string, unknown>,
    notes: notes.map(({ message }) => message.en),
    gaps: gaps.filter(({ code }) => OWN.has(code)).map(({ message }) => message),
    steps,
  };
}

const HOSTS = "[kube_node]\nnode1\n[k8s_cluster:children]\nkube_node\n";
const docker = `-- file: hosts.ini\n${HOSTS}-- file: group_vars/all/docker.yml\ncontainer_manager: docker\n`;
const mirror = (host: string) => ({ host, capabilities: ["pull", "resolve"], skip_verify: false });

describe("the nodes' variables", () => {
  test("items: ours first, then what the role's default says; another registry of the user's stays", () => {
    const plain = made(`-- file: hosts.ini\n${HOSTS}`);
    expect(plain.vars).toEqual({
      containerd_registries_mirrors: [
        { prefix: "docker.io", mirrors: [mirror("https://docker-io.mirror.example.com"), mirror("https://registry-1.docker.io")] },
        { prefix: "quay.io", mirrors: [mirror("https://quay-io.mirror.example.com")] },
      ],
    });
    expect(plain.gaps).toEqual([]);
    const own = made(
      `-- file: hosts.ini\n${HOSTS}-- file: group_vars/all/c.yml\nmine: team\ncontainerd_registries_mirrors:\n  - {prefix: "{{ mine }}.example.com", mirrors: [], note: !unsafe "{{ x }}"}\n`,
      { ...NAMES, "mirror-port": "8443", "skip-verify": true },
    );
    expect(own.vars).toEqual({
      containerd_registries_mirrors: [
        { prefix: "docker.io", mirrors: [{ ...mirror("https://docker-io.mirror.example.com:8443"), skip_verify: true }] },
        { prefix: "quay.io", mirrors: [{ ...mirror("https://quay-io.mirror.example.com:8443"), skip_verify: true }] },
        { prefix: "team.example.com", mirrors: [], note: "{{ x }}" },
      ],
    });
    expect(own.text("registry-mirrors.yml")).toContain('note: !unsafe "{{ x }}"');
    expect(own.gaps).toEqual([]);
  });

  test("docker: its one mirror, and the other origins by their mirrors' names, so that no image comes from elsewhere", () => {
    const { vars, gaps, notes } = made(docker, { ...NAMES, "skip-verify": true });
    expect(vars).toEqual({
      docker_mirrors: ["https://docker-io.mirror.example.com"],
      docker_unsafe: ["docker-io.mirror.example.com", "quay-io.mirror.example.com"],
      quay_image_repo: "quay-io.mirror.example.com",
    });
    expect(gaps).toEqual([]);
    expect(notes.at(-1)).toMatch(/docker mirrors docker\.io alone/);
    expect(made(`${docker}third: true\n`).gaps).toEqual([
      "docker on node1 pulls ghcr.io/c:3 from its origin: no variable names ghcr.io alone",
    ]);
  });

  test("made again with what was made before in place, it is the same; with other names nothing is left of the old ones", () => {
    const first = made(docker);
    const placed = `${docker}-- file: group_vars/all/registry-mirrors.yml\n${first.text("registry-mirrors.yml")}`;
    const second = made(placed);
    expect([second.text("registry-mirrors.yml"), second.text("compose.yml"), second.gaps]).toEqual([
      first.text("registry-mirrors.yml"),
      first.text("compose.yml"),
      [],
    ]);
    expect(JSON.stringify(made(placed, { names: "{origin}.new.example.com" }).vars)).not.toContain("mirror.example.com");
  });

  test("what stands against them is named with its line", () => {
    const against = `-- file: hosts.ini\n${HOSTS}-- file: group_vars/k8s_cluster/x.yml\n\ncontainerd_registries_mirrors: []\n`;
    expect(made(against).gaps).toEqual([
      expect.stringMatching(/containerd_registries_mirrors stays as it is on node1: .*group_vars\/k8s_cluster\/x\.yml:2\)/),
    ]);
    const unreadable = `-- file: hosts.ini\n${HOSTS}-- file: group_vars/all/a.yml\ncontainerd_registries_mirrors: "{{ lookup('file', '/x') }}"\n`;
    expect(made(unreadable).gaps).toEqual([expect.stringMatching(/^what containerd_registries_mirrors holds on node1 is not in the file/)]);
    const differing = `-- file: hosts.ini\n${HOSTS.replace("node1", "node1\nnode2")}-- file: host_vars/node2.yml\ncontainerd_registries_mirrors: [{prefix: x.io, mirrors: []}]\n`;
    expect(made(differing).gaps).toEqual([
      expect.stringMatching(/differs between node1 and node2/),
      expect.stringMatching(/stays as it is on node2/),
    ]);
    expect(made(`-- file: hosts.ini\n${HOSTS}-- file: group_vars/all/x.yml\ncontainer_manager: podman\n`).gaps).toEqual([
      "container_manager of node1 is not one that mirrors can be set for: it is 'podman'",
    ]);
    expect(made(`-- file: hosts.ini\n${HOSTS}-- file: group_vars/all/x.yml\ncontainer_manager: crio\n`).gaps[0]).toMatch(
      /does not say how crio/,
    );
  });

  test("beside a single group_vars/all.yml no folder is proposed that would hide it", () => {
    const { notes, gaps, steps } = made(`-- file: hosts.ini\n${HOSTS}-- file: group_vars/all.yml\ndocker_image_repo: docker.io\n`);
    expect(notes.at(-1)).toMatch(/^add the lines of registry-mirrors\.yml to group_vars\/all\.yml: /);
    expect(gaps).toEqual([]);
    expect(steps?.at(-1)?.text.en).toContain("(group_vars/all.yml)");
  });
});

describe("names", () => {
  test("each origin has its own, given or made", () => {
    const { text } = made(`-- file: hosts.ini\n${HOSTS}`, { ...NAMES, name: ["docker.io=hub.example.com"] });
    expect([...text("nginx.conf").matchAll(/server_name (.*);/g)].map(([, name]) => name)).toEqual([
      '"hub.example.com"',
      '"quay-io.mirror.example.com"',
    ]);
  });

  test.each<[Record<string, string | string[]>, RegExp]>([
    [{}, /the mirror of docker\.io has no name/],
    [{ names: "hub.example.com" }, /two mirrors are called hub\.example\.com/],
    [{ names: "{origin}" }, /write a host name/],
    [{ names: "{origin}.x y" }, /write a host name/],
    [{ names: "{origin}.$x.io" }, /write a host name/],
    [{ names: '{origin}."; x' }, /write a host name/],
    [{ name: ["docker.io"] }, /write ORIGIN=NAME/],
    [{ name: ["docker.io=a;b.io"] }, /write ORIGIN=NAME/],
    [{ ...NAMES, "first-port": "442" }, /choose another|ports 442 to 443/],
    [{ ...NAMES, "first-port": "0" }, /a port is/],
    [{ ...NAMES, "first-port": "65535" }, /ports 65535 to 65536/],
    [{ ...NAMES, "registry-image": "$x" }, /no image reference/],
  ])("%j is refused", (options, message) => {
    expect(() => made(`-- file: hosts.ini\n${HOSTS}`, options)).toThrow(message);
  });
});

test("compose.yml is valid, publishes on the loopback address alone and leaves no room for interpolation", () => {
  const text = made(`-- file: hosts.ini\n${HOSTS}`).text("compose.yml");
  expect(composeErrors(text)).toBeNull();
  const compose = parse(text);
  expect(compose.services["docker-io"]).toMatchObject({
    ports: ["127.0.0.1:5001:5000"],
    environment: {
      REGISTRY_PROXY_REMOTEURL: "https://registry-1.docker.io",
      REGISTRY_PROXY_PASSWORD: expect.stringMatching(/^\$\{MIRROR_DOCKER_IO_PASSWORD:-\}$/),
    },
  });
  expect(compose.services["quay-io"].environment.REGISTRY_PROXY_REMOTEURL).toBe("https://quay.io");
  expect(Object.keys(compose.volumes)).toEqual(["docker-io", "quay-io"]);
  expect(composeErrors("services: {x: {ports: 5}}")).not.toBeNull();
});

test("comments and steps are Chinese where that is asked for", () => {
  const { text } = made(`-- file: hosts.ini\n${HOSTS}`, NAMES, "zh-cn");
  expect([text("compose.yml"), text("nginx.conf"), text("registry-mirrors.yml")].every((one) => /[\u4e00-\u9fff]/.test(one))).toBe(true);
});

describe("variables as YAML", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(
        fc.constantFrom(
          "{{",
          "}}",
          "{%",
          "{#",
          "'",
          '"',
          "\n",
          ": ",
          "#",
          "- ",
          "&",
          "*",
          "!",
          "é",
          "界",
          "$",
          "\\",
          "true",
          "1",
          "~",
          " ",
        ),
        { maxLength: 5 },
      )
      .map((parts) => parts.join("")),
  );
  const { value } = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      text as fc.Arbitrary<Value>,
      fc.boolean() as fc.Arbitrary<Value>,
      fc.bigInt() as fc.Arbitrary<Value>,
      fc.constant(null) as fc.Arbitrary<Value>,
      fc.constantFrom<Value>(1.5, 1e300, -0.25, 12345678.9),
      fc.array(tie("value"), { maxLength: 3 }) as fc.Arbitrary<Value>,
      fc.array(fc.tuple(text, tie("value")), { maxLength: 3 }).map((entries) => new PyDict(entries)) as fc.Arbitrary<Value>,
    ),
  }));

  test("Ansible's YAML reads back what was written, and nothing in it is a template", () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(isWritable(one)).toBe(true);
        const loaded = loadText(varsYaml(new Map([["it", one]])), { json: false });
        if (!loaded.ok) throw new Error(`${loaded.problem.message}: ${varsYaml(new Map([["it", one]]))}`);
        expect(plain((loaded.value as PyDict).get("it") as Value, true)).toEqual(plain(one, false));
      }),
    );
  });

  /** Comparable; of what was read, text that would be a template is an error. */
  function plain(one: Value, read: boolean): unknown {
    if (one instanceof TaggedText) return one.text;
    if (typeof one === "string" && read && /\{[{%#]/.test(one)) throw new Error(`a template: ${one}`);
    if (Array.isArray(one)) return one.map((item) => plain(item, read));
    if (one instanceof PyDict) return [...one.entries()].map(([key, item]) => [key, plain(item, read)]);
    return one;
  }
});
