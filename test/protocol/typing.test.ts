/** A line that is being typed is not held against the user; once he leaves it, it is. */
import { expect, test } from "vitest";
import { LINE_LEFT } from "../../server/src/protocol";
import { type Client, exampleWorkspace, startClient } from "./support";

const ADDONS = "/w/inventory/group_vars/k8s_cluster/addons.yml";
const TEXT = "helm_enabled: true\n\nregistry_enabled: false\n";

const errors = (client: Client) =>
  (client.diagnostics.get(`file://${ADDONS}`) ?? [])
    .filter(({ severity }) => severity === 1)
    .map(({ code, range }) => `${range.start.line} ${code}`);

async function typed(client: Client, from: string, to: string): Promise<readonly string[]> {
  await client.edit(ADDONS, from, to);
  await client.settled();
  return errors(client);
}

const HALF = ["2 yaml-scanner"];

test.each<[string, (client: Client, uri: string) => Promise<unknown>]>([
  ["the line is left", (client) => client.connection.sendNotification(LINE_LEFT)],
  ["it is saved", (client, uri) => client.connection.sendNotification("textDocument/didSave", { textDocument: { uri } })],
  ["the line is ended", (client) => typed(client, "metr\n", "metr\n\n")],
  ["another line is typed in", (client) => typed(client, "false", "true")],
])("a half-typed name is no error until %s", async (_how, leave) => {
  const client = await startClient(exampleWorkspace());
  const uri = await client.open(ADDONS, TEXT);
  expect(await typed(client, "\n\n", "\nm\n")).toEqual([]);
  expect(await typed(client, "\nm\n", "\nmetr\n")).toEqual([]);
  const told = client.told(uri);
  await leave(client, uri);
  await told;
  expect(errors(client)).toHaveLength(1);
  expect(errors(client)[0]).toContain("yaml-scanner");
  expect(await typed(client, "metr\n", "metrics_server_enabled: true\n")).toEqual([]);
});

test("a rest is enough", async () => {
  const client = await startClient(exampleWorkspace(), {}, {}, 0);
  const uri = await client.open(ADDONS, TEXT);
  const told = client.told(uri);
  await client.edit(ADDONS, "\n\n", "\nmetr\n");
  await told;
  expect(errors(client)).toEqual(HALF);
});

test("what is wrong elsewhere, or whichever way the line reads, is told at once", async () => {
  const client = await startClient(exampleWorkspace());
  await client.open(ADDONS, `${TEXT}broken: [1,\nafter: 1\n`);
  await client.settled();
  const before = errors(client);
  expect(before).toHaveLength(1);
  expect(await typed(client, "helm_enabled: true", "helm_enabled: tru")).toEqual(before);
  // An edit of several lines is no typing.
  expect(await typed(client, "[1,\n", "[1]\nhalf\n")).toHaveLength(1);
});
