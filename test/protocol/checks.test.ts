/** Findings of checks and their quick fixes, in the protocol's shapes. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../support/cli";
import { startClient } from "./support";

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

/** The example as the workspace `/w`. */
function exampleWorkspace(): Map<string, string> {
  const root = join(ROOT, "example");
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [`/w${path.slice(root.length).replaceAll("\\", "/")}`, readFileSync(path, "utf8")];
    }),
  );
}
