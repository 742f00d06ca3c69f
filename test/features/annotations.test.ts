import { describe, expect, test } from "vitest";
import { codeLenses, resolveCodeLens } from "../../server/src/features/codeLenses";
import { inlayHints } from "../../server/src/features/inlayHints";
import { overlayFileSystem } from "../../server/src/files/overlay";
import { openModel } from "../../server/src/kubespray/openModel";
import { fixture, INVENTORY, TREE } from "../support/fixture";

/** The text with its hints in it. */
function hinted(text: string): string {
  const { context, document } = fixture(text.includes("-- file:") ? text : `-- file: group_vars/all.yml\n${text}`);
  const hints = [...inlayHints(context, document, { start: 0, end: document.text.length })].sort((a, b) => b.offset - a.offset);
  return hints.reduce((now, { offset, label }) => `${now.slice(0, offset)}<${label}>${now.slice(offset)}`, document.text).trimEnd();
}

describe("inlay hints", () => {
  test.each([
    ['a: "{{ kube_version }}" # x', 'a: "{{ kube_version }}"< = 1.35.4> # x'],
    ['a: "{{ inventory_hostname }}"', 'a: "{{ inventory_hostname }}"'],
    ["-- file: host_vars/node1.yml\na: '{{ inventory_hostname }}'", "a: '{{ inventory_hostname }}'< = node1>"],
    ["a: >-\n  {{ dns_mode }}\n  x", "a: >-< = coredns x>\n  {{ dns_mode }}\n  x"],
    ["a:\n  - b: '{{ [dns_mode] }}'", "a:\n  - b: '{{ [dns_mode] }}'< = [coredns]>"],
    ["my_password: '{{ dns_mode }}'", "my_password: '{{ dns_mode }}'"],
    ["my_token: x1y\na: '{{ my_token }}'", "my_token: x1y\na: '{{ my_token }}'"],
    ["b: {password: '{{ dns_mode }}'}", "b: {password: '{{ dns_mode }}'}"],
    ["a: '{{ nothing }}'", "a: '{{ nothing }}'"],
    ['a: \'{{ lookup("env", "X") }}\'', 'a: \'{{ lookup("env", "X") }}\''],
    [
      "-- file: hosts.ini\n[kube_node]\nnode1 ip=1.2.3.4 access_ip='{{ ip }}'",
      "[kube_node]\nnode1 ip=1.2.3.4 access_ip='{{ ip }}'< = 1.2.3.4>",
    ],
  ])("%j", (text, expected) => expect(hinted(text)).toBe(expected));

  test("long values are elided, only what is visible is worked out", () => {
    const { context, document } = fixture('-- file: group_vars/all.yml\na: "{{ \'x\' * 500 }}"\nb: "{{ dns_mode }}"\n');
    const [hint, ...more] = inlayHints(context, document, { start: 0, end: 21 });
    expect([hint?.label.length, hint?.tooltip?.length, more.length]).toEqual([63, 500, 0]);
  });
});

function inOne<T>(steps: Iterator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function lenses(text: string): string {
  const { context, document } = withVariant(text);
  return codeLenses(context, document)
    .map(({ span, data }) => `${document.lines.positionAt(span.start).line}: ${inOne(resolveCodeLens(context, document, data))?.title}`)
    .join("\n");
}

function withVariant(text: string) {
  const { context, document, fs } = fixture(text);
  const variant = (texts: ReadonlyMap<string, string>) =>
    openModel({ fs: overlayFileSystem(fs, texts), inventory: `${INVENTORY}/hosts.ini`, kubespray: TREE });
  return { context: { ...context, variant }, document };
}

describe("code lenses", () => {
  test("what the hosts of a file download, and what a switch adds, on or off", () => {
    expect(lenses("-- file: group_vars/k8s_cluster.yml\na: 1\nmetrics_server_enabled: false\n")).toMatchInlineSnapshot(`
      "0: 1 file, 5 images for 3 hosts
      1: would add 1 image"
    `);
    expect(lenses("-- file: group_vars/k8s_cluster.yml\nmetrics_server_enabled: true\n")).toMatchInlineSnapshot(`
      "0: 1 file, 6 images for 3 hosts
      0: adds 1 image"
    `);
  });
  test("several that are worked out at once share what they have in common", () => {
    const { context, document } = withVariant("-- file: group_vars/k8s_cluster.yml\nmetrics_server_enabled: false\n");
    const data = codeLenses(context, document)[1]?.data ?? expect.unreachable();
    const titles: unknown[] = [];
    const all = [1, 2].map(() => resolveCodeLens(context, document, data));
    // The second is left where it has begun, until the first is done.
    expect(all[1]?.next().done).toBe(false);
    for (const steps of all) titles.push(inOne(steps)?.title);
    expect(titles).toEqual(["would add 1 image", "would add 1 image"]);
  });
  test("a switch that is overridden adds nothing", () => {
    expect(
      lenses(
        "-- file: group_vars/all.yml\nmetrics_server_enabled: false\n-- file: group_vars/k8s_cluster.yml\nmetrics_server_enabled: true\n",
      ),
    ).toMatchInlineSnapshot(`
      "0: 1 file, 6 images for 3 hosts
      0: adds no files or images"
    `);
  });
  test("nothing is said where the list of downloads fails", () => {
    expect(lenses('-- file: group_vars/all.yml\ncoredns_version: "{{ nothing }}"\nmetrics_server_enabled: false\n')).toMatchInlineSnapshot(`
      "0: undefined
      1: undefined"
    `);
  });
  test("files of nobody have none", () => expect(lenses("-- file: group_vars/nobody.yml\na: 1\n")).toBe(""));
});
