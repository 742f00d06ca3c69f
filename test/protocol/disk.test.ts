/** What happens on disk under the server, as a client tells of it: the next answer is right, and problems go with what they were about. */
import { expect, test } from "vitest";
import * as protocol from "../../server/src/protocol";
import { type Client, exampleWorkspace, startClient } from "./support";

const GROUP_VARS = "/w/inventory/group_vars";
const MARK = "kube_image_repo: later.example.com\n";

/** Changes files and tells of `told`, or of each of them: 1 made, 2 changed, 3 gone. */
async function onDisk(client: Client, changes: Readonly<Record<string, string | undefined>>, told?: readonly string[]): Promise<void> {
  const events = Object.entries(changes).map(([path, text]) => {
    const type = text === undefined ? 3 : client.files.has(path) ? 2 : 1;
    if (text === undefined) client.files.delete(path);
    else client.files.set(path, text);
    return { uri: `file://${path}`, type };
  });
  const folders = told?.map((path) => ({
    uri: `file://${path}`,
    type: [...client.files.keys()].some((file) => file.startsWith(path)) ? 1 : 3,
  }));
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: folders ?? events });
}

/** A folder under another name: all that is told is the two names. */
function renamed(client: Client, from: string, to: string): Promise<void> {
  const inside = [...client.files].filter(([path]) => path.startsWith(`${from}/`));
  const changes = inside.flatMap(([path, text]): [string, string | undefined][] => [
    [path, undefined],
    [to + path.slice(from.length), text],
  ]);
  return onDisk(client, Object.fromEntries(changes), [from, to]);
}

test("a file made, changed, renamed and deleted; a folder renamed and renamed back", async () => {
  const client = await startClient(exampleWorkspace());
  const isMarked = async () => (await client.request<string>(protocol.LIST_TEXT, { kind: "images" })).includes("later.example.com/");
  const file = `${GROUP_VARS}/all/zz.yml`;
  const steps: readonly (readonly [() => Promise<void>, boolean])[] = [
    [() => onDisk(client, { [file]: MARK }), true],
    [() => onDisk(client, { [file]: "helm_enabled: true\n" }), false],
    [() => onDisk(client, { [file]: MARK }), true],
    [() => onDisk(client, { [file]: undefined, [`${file}.aside`]: MARK }), false],
    [() => onDisk(client, { [`${file}.aside`]: undefined, [file]: MARK }), true],
    [() => renamed(client, GROUP_VARS, `${GROUP_VARS}.aside`), false],
    [() => renamed(client, `${GROUP_VARS}.aside`, GROUP_VARS), true],
    [() => onDisk(client, { [file]: undefined }), false],
  ];
  for (const [i, [change, wanted]] of steps.entries()) {
    await change();
    expect(await isMarked(), `step ${i}`).toBe(wanted);
  }
});

test("a branch is switched: files of the inventory and of kubespray at once, with an open document in between", async () => {
  const client = await startClient(exampleWorkspace());
  const ask = () => client.request<string>(protocol.LIST_TEXT, { kind: "images" });
  const before = await ask();
  const addons = `${GROUP_VARS}/k8s_cluster/addons.yml`;
  const uri = await client.open(addons, "metrics_server_enabled: true\n");
  const [defaults, text] = [...client.files].find(([, one]) => one.includes("kube_image_repo: k8s.gcr.io")) ?? ["", ""];
  const old = new Map(client.files);
  const branch = {
    [defaults]: text.replace("kube_image_repo: k8s.gcr.io", "kube_image_repo: branch.example.com"),
    [`${GROUP_VARS}/all/broken.yml`]: "a: [\n",
    [addons]: "metrics_server_enabled: false\n",
  };
  expect(branch[defaults]).not.toBe(text);
  await onDisk(client, branch);
  await client.settled();
  expect(await ask()).toContain("branch.example.com/");
  const broken = () => client.diagnostics.get(`file://${GROUP_VARS}/all/broken.yml`)?.map(({ code }) => code);
  expect(broken()).toContain("yaml-parser");
  // What is open counts as it is in the editor; closed, as it is on the branch.
  expect(await ask()).toContain("metrics-server");
  await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  expect(await ask()).not.toContain("metrics-server");
  const told = client.told(`file://${GROUP_VARS}/all/broken.yml`);
  await onDisk(client, Object.fromEntries(Object.keys(branch).map((path) => [path, old.get(path)])));
  await told;
  expect(await ask()).toBe(before);
  expect(broken()).toEqual([]);
});

test("the inventory goes, and comes back", async () => {
  const client = await startClient(exampleWorkspace());
  const state = async () => (await client.request<protocol.Status>(protocol.STATUS)).state;
  expect(await state()).toBe("ready");
  await renamed(client, "/w/inventory", "/elsewhere");
  expect(await state()).toBe("no-inventory");
  await renamed(client, "/elsewhere", "/w/inventory");
  expect(await state()).toBe("ready");
});
