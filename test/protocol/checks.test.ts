/** Findings of checks and their quick fixes, in the protocol's shapes. */
import { expect, test } from "vitest";
import { exampleWorkspace, startClient } from "./support";

interface Action {
  readonly title: string;
  readonly edit: { readonly changes: Record<string, readonly { readonly range: unknown; readonly newText: string }[]> };
}

test("a finding is told with its code, and a comment silences it", async () => {
  const hosts = "/w/inventory/hosts.yml";
  const client = await startClient(exampleWorkspace());
  const uri = await client.open(hosts, "all:\n  children:\n    kube_control_plane:\n    kube_node:\n      hosts:\n        node1:\n");
  await client.settled();
  const diagnostics = client.diagnostics.get(uri) ?? [];
  expect(diagnostics).toMatchObject([
    { code: "empty-group", source: "kubespray", severity: 1, range: { start: { line: 2, character: 4 } } },
  ]);
  const range = diagnostics[0]?.range;
  const actions = await client.request<Action[]>("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics } });
  expect(actions).toMatchObject([
    { title: "Ignore empty-group here", edit: { changes: { [uri]: [{ newText: "    # kubespray: ignore empty-group\n" }] } } },
  ]);
  await client.edit(hosts, "    kube_control_plane:", "    # kubespray: ignore empty-group\n    kube_control_plane:");
  await client.settled();
  expect(client.diagnostics.get(uri)).toEqual([]);
});

test("a fix names the version of the document that it was made for, where the editor can tell", async () => {
  const vars = "/w/inventory/group_vars/all/mine.yml";
  const client = await startClient(exampleWorkspace(), {}, { workspace: { workspaceEdit: { documentChanges: true } } });
  const uri = await client.open(vars, "bin_dir: /usr/bin\n");
  await client.settled();
  await client.edit(vars, "/usr/bin", "{{ local_release_dir }}/bin");
  await client.settled();
  await client.edit(vars, "bin_dir", "certmanager_enabled: true\nbin_dir");
  await client.settled();
  const diagnostics = client.diagnostics.get(uri) ?? [];
  const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 30 } };
  const context = { diagnostics };
  const actions = await client.request<Action[]>("textDocument/codeAction", { textDocument: { uri }, range, context });
  const bound = (newText: string) => ({ edit: { documentChanges: [{ textDocument: { uri, version: 3 }, edits: [{ newText }] }] } });
  expect(actions).toMatchObject([
    { title: "Rename to cert_manager_enabled", ...bound("cert_manager_enabled") },
    { title: "Put the template in quotes", ...bound('"{{ local_release_dir }}/bin"') },
    { title: "Ignore unknown-variable here", ...bound("# kubespray: ignore unknown-variable\n") },
  ]);
});

test("an unquoted template, a problem of YAML, has the fix that quotes it; a template is no error while its line is typed", async () => {
  const vars = "/w/inventory/group_vars/all/mine.yml";
  const client = await startClient(exampleWorkspace());
  const uri = await client.open(vars, "bin_dir: {{ local_release_dir }}/bin\n");
  await client.settled();
  const diagnostics = client.diagnostics.get(uri) ?? [];
  const range = diagnostics[0]?.range;
  const actions = await client.request<Action[]>("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics } });
  expect(actions).toMatchObject([
    { title: "Put the template in quotes", edit: { changes: { [uri]: [{ newText: '"{{ local_release_dir }}/bin"' }] } } },
  ]);
  await client.edit(vars, "{{ local_release_dir }}/bin", '"{{ local_release_dir | }}/bin"');
  await client.settled();
  const told = () => (client.diagnostics.get(uri) ?? []).map(({ code }) => code);
  const typed = told();
  await client.edit(vars, 'bin"\n', 'bin"\n\n');
  await client.settled();
  expect([typed, told()]).toEqual([[], ["template-syntax"]]);
});
