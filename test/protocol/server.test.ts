/** The server as a client meets it, over streams in memory: unsaved text counts, answers follow edits, a broken handler costs one answer. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CancellationTokenSource, LSPErrorCodes } from "vscode-languageserver/node";
import * as protocol from "../../server/src/protocol";
import { ROOT } from "../support/cli";
import { exampleWorkspace, startClient } from "./support";

const ADDONS = "/w/inventory/group_vars/k8s_cluster/addons.yml";

const lists = (kind: "files" | "images") => readFileSync(join(ROOT, `test/example/${kind}.list`), "utf8");

describe("the example", () => {
  test("status, inventories and lists", async () => {
    const client = await startClient(exampleWorkspace());
    const status = await client.request<protocol.Status>(protocol.STATUS);
    expect(status).toMatchObject({ state: "ready", inventories: 1, inventory: { label: "inventory", current: true } });
    expect(status.hosts.length).toBeGreaterThan(1);
    expect(status.architectures.length).toBeGreaterThan(0);
    const { items, gaps } = await client.request<protocol.ResolvedLists>(protocol.RESOLVED_LISTS);
    expect(gaps).toEqual([]);
    const texts = (kind: string) => items.filter((item) => item.kind === kind).map((item) => `${item.text}\n`);
    expect(texts("file").join("")).toBe(await client.request(protocol.LIST_TEXT, { kind: "files" }));
    expect(items.every((item) => item.registry !== "" && item.reason !== "")).toBe(true);
    expect(items.some((item) => item.place?.uri.endsWith(".yml"))).toBe(true);
  });

  test("generate and write: what the command line writes", async () => {
    const client = await startClient(exampleWorkspace());
    const made = await client.request<protocol.GeneratedLists>(protocol.GENERATE_LISTS, { folder: "file:///w/offline", all: true });
    expect(client.logged).toEqual([]);
    expect(made.files.map(({ text }) => text)).toEqual([lists("files"), lists("images")]);
    expect(made.changes.map(({ existed, lost }) => [existed, lost])).toEqual([
      [false, []],
      [false, []],
    ]);
    const written = await client.request<protocol.Written>(protocol.WRITE_LISTS, { folder: "file:///w/offline", files: made.files });
    expect(written).toEqual({ files: ["file:///w/offline/files.list", "file:///w/offline/images.list"] });
    expect(client.written.get("/w/offline/images.list")).toBe(lists("images"));
    const outside = await client.request<protocol.Written>(protocol.WRITE_LISTS, {
      folder: "file:///w/offline",
      files: [{ name: "../x", text: "" }],
    });
    expect(outside.error).toBeDefined();
    expect(client.written.size).toBe(2);
  });

  test("what may be missing: imaginary hosts, and where the files are wrong", async () => {
    const client = await startClient(exampleWorkspace());
    await client.open("/w/inventory/hosts.yml", "all: {hosts: [");
    await client.open(ADDONS, "---\na: [1\nb: 2\n");
    const imaginary = "One imaginary host in each group of kubespray stands in.";
    const { gaps } = await client.request<protocol.ResolvedLists>(protocol.RESOLVED_LISTS);
    expect(gaps[0]).toContain(imaginary);
    const made = await client.request<protocol.GeneratedLists>(protocol.GENERATE_LISTS, { folder: "file:///w/offline" });
    expect(made.gaps[0]).toContain(imaginary);
    const wrong = made.gaps.filter((gap) => /^inventory\/.+:\d+: /.test(gap)).join("\n");
    expect(wrong).toContain("inventory/hosts.yml:1: ");
    expect(wrong).toContain("inventory/group_vars/k8s_cluster/addons.yml:3: ");
  });

  test("unsaved text counts, and what is closed without saving no longer does", async () => {
    const client = await startClient(exampleWorkspace());
    const images = () => client.request<string>(protocol.LIST_TEXT, { kind: "images" });
    const before = await images();
    await client.open(ADDONS, "metrics_server_enabled: false\n");
    const off = await images();
    expect(off).not.toContain("metrics-server");
    await client.edit(ADDONS, "false", "true");
    expect(await images()).toContain("metrics-server");
    await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: `file://${ADDONS}` } });
    expect(await images()).toBe(before);
  });

  test("files that appear and vanish on disk", async () => {
    const client = await startClient(exampleWorkspace());
    const changed = async (path: string, text?: string) => {
      if (text === undefined) client.files.delete(path);
      else client.files.set(path, text);
      await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: `file://${path}`, type: 2 }] });
    };
    const file = "/w/inventory/group_vars/all/later.yml";
    await changed(file, "files_repo: https://later.example\nkubelet_download_url: '{{ files_repo }}/kubelet'\n");
    expect(await client.request(protocol.LIST_TEXT, { kind: "files" })).toContain("https://later.example/kubelet\n");
    await changed(file);
    expect(await client.request(protocol.LIST_TEXT, { kind: "files" })).not.toContain("later.example");
  });
});

test("problems of the variables are told where they stand, and taken back", async () => {
  const client = await startClient(exampleWorkspace());
  const uri = await client.open(ADDONS, "helm_enabled: true\nbroken: [1,\n");
  await client.settled();
  const errors = () => client.diagnostics.get(uri)?.filter(({ severity }) => severity === 1);
  expect(errors()).toMatchObject([{ source: "kubespray", code: "yaml-parser", range: { start: { line: 2 } } }]);
  await client.edit(ADDONS, "[1,", "[1]");
  await client.settled();
  expect(errors()).toEqual([]);
});

test("another Ansible project: silence", async () => {
  const client = await startClient(
    new Map([
      ["/w/hosts.yml", "all: {hosts: {a: }}\n"],
      ["/w/group_vars/all.yml", "broken: [\n"],
    ]),
  );
  await client.open("/w/group_vars/all.yml");
  await client.settled();
  expect(client.diagnostics.size).toBe(0);
  expect(await client.request(protocol.STATUS)).toMatchObject({ state: "no-inventory" });
});

test("a handler that breaks costs one answer and is logged", async () => {
  const client = await startClient(exampleWorkspace());
  expect(await client.request(protocol.LIST_TEXT, null)).toBe("");
  expect(client.logged.join("\n")).toContain(protocol.LIST_TEXT);
  expect(await client.request(protocol.LIST_TEXT, { kind: "files" })).not.toBe("");
});

describe("features", () => {
  test("a half-typed name is completed with its documentation; hover tells where a URL comes from", async () => {
    const client = await startClient(exampleWorkspace());
    const text = "---\nmetr\nhelm_enabled: true\n";
    const uri = await client.open(ADDONS, text);
    const { items } = await client.request<{ items: { label: string; sortText: string; data?: unknown }[] }>("textDocument/completion", {
      textDocument: { uri },
      position: { line: 1, character: 4 },
    });
    const item = items.find(({ label }) => label === "metrics_server_enabled");
    expect(item).toBeDefined();
    expect(await client.request("completionItem/resolve", item)).toMatchObject({ documentation: { kind: "markdown" } });
    const hover = await client.request("textDocument/hover", { textDocument: { uri }, position: { line: 2, character: 3 } });
    expect(JSON.stringify(hover)).toContain("helm");
    expect(await client.request(protocol.EXPLAIN, { uri, line: 2, character: 3 })).toMatchObject({ variable: "helm_enabled" });
    expect(client.logged).toEqual([]);
  });
});

test("outline, hints, lenses, links, folds and symbols, each in the protocol's shape", async () => {
  const client = await startClient(exampleWorkspace());
  const offline = "/w/inventory/group_vars/all/offline.yml";
  const text = '---\nfiles_repo: https://files.example.com\nkubelet_download_url: "{{ files_repo }}/kubelet"\n';
  const uri = await client.open(offline, text);
  const textDocument = { uri };
  const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  const ask = <T>(method: string, params: object = {}) => client.request<T>(`textDocument/${method}`, { textDocument, ...params });
  expect(await ask("documentSymbol")).toMatchObject([{ name: "files_repo" }, { name: "kubelet_download_url" }]);
  expect(await ask("inlayHint", { range })).toMatchObject([{ position: { line: 2 }, label: expect.stringContaining("files.example.com") }]);
  expect(await ask("documentLink")).toMatchObject([{ target: "https://files.example.com/kubelet" }]);
  expect(await ask("definition", { position: { line: 2, character: 30 } })).toMatchObject([
    { targetUri: uri, targetRange: { start: { line: 1 } } },
  ]);
  expect(await ask("references", { position: { line: 1, character: 2 }, context: { includeDeclaration: false } })).toHaveLength(1);
  expect(await ask("prepareRename", { position: { line: 1, character: 2 } })).toMatchObject({ placeholder: "files_repo" });
  expect(await ask("selectionRange", { positions: [{ line: 2, character: 30 }] })).toMatchObject([{ parent: { parent: {} } }]);
  expect(await ask("foldingRange")).toEqual(expect.any(Array));
  await expect(ask("rename", { position: { line: 2, character: 3 }, newName: "x" })).rejects.toThrow("kubelet_download_url");
  const addons = await client.open(ADDONS);
  const lenses = await client.request<object[]>("textDocument/codeLens", { textDocument: { uri: addons } });
  const titles = await Promise.all(lenses.map((lens) => client.request<{ command: { title: string } }>("codeLens/resolve", lens)));
  expect(titles.map(({ command }) => command.title).join("\n")).toMatch(/image/);
  expect(await client.request("workspace/symbol", { query: "kubeletdownload" })).toMatchObject([{ location: { uri } }, {}]);
  expect(client.logged).toEqual([]);
});

test("a rename names the versions of the documents that it was made for", async () => {
  const files = exampleWorkspace().set("/w/inventory/group_vars/all/mine.yml", "mirror_again: '{{ my_mirror }}'\n");
  const client = await startClient(files, {}, { workspace: { workspaceEdit: { documentChanges: true } } });
  const offline = "/w/inventory/group_vars/all/offline.yml";
  const uri = await client.open(offline, "my_mirror: https://files.example\n");
  await client.edit(offline, "files.example", "files.example.com");
  const edit = await client.request<{ documentChanges: { textDocument: { uri: string } }[] }>("textDocument/rename", {
    textDocument: { uri },
    position: { line: 0, character: 2 },
    newName: "mirror_of_ours",
  });
  const edits = (line: number) => [{ range: { start: { line } }, newText: "mirror_of_ours" }];
  expect(edit.documentChanges.sort((a, b) => (a.textDocument.uri < b.textDocument.uri ? -1 : 1))).toMatchObject([
    { textDocument: { uri: "file:///w/inventory/group_vars/all/mine.yml", version: null }, edits: edits(0) },
    { textDocument: { uri, version: 2 }, edits: edits(0) },
  ]);
});

test("in Chinese: problems, reasons and the status; what Ansible says stays", async () => {
  const client = await startClient(exampleWorkspace(), {}, {}, 0, "zh-cn");
  const uri = await client.open(ADDONS, "helm_enabled: true\nown: '{{ ansible_hostname }}'\nother: '{{ nowhere }}'\nx: {{ y }}\n");
  await client.settled();
  expect(client.diagnostics.get(uri)?.map(({ message }) => message)).toContain("以 `{{` 开头的值必须加引号：否则 YAML 会读成字典。");
  const { items } = await client.request<protocol.ResolvedLists>(protocol.RESOLVED_LISTS, { all: true });
  expect(items.map(({ reason }) => reason).filter((reason) => !/[\u4e00-\u9fff]/.test(reason))).toEqual([]);
  expect((await client.request<protocol.Status>(protocol.STATUS)).generation).toMatch(/编写/);
  await client.edit(ADDONS, "x: {{ y }}\n", "");
  const hover = (line: number, character: number) =>
    client.request<{ contents: { value: string } }>("textDocument/hover", { textDocument: { uri }, position: { line, character } });
  expect((await hover(1, 1)).contents.value).toContain("在运行时从机器收集");
  expect((await hover(2, 1)).contents.value).toContain("'nowhere' is undefined");
});

describe("several inventories", () => {
  const two = () =>
    new Map([
      ...exampleWorkspace(),
      ...["hosts.yml", "group_vars/all/all.yml", "group_vars/k8s_cluster/k8s-cluster.yml"].map((name): [string, string] => [
        `/w/other/${name}`,
        exampleWorkspace().get(`/w/inventory/${name}`) ?? "",
      ]),
    ]);
  const current = (status: protocol.Status) => status.inventory?.label;

  test("the one of the open document, until one is chosen", async () => {
    const client = await startClient(two());
    const { inventories, trees } = await client.request<protocol.Inventories>(protocol.INVENTORIES);
    expect(inventories.map(({ label }) => label)).toEqual(["inventory", "other"]);
    expect(trees).toEqual(["file:///w/kubespray"]);
    const status = () => client.request<protocol.Status>(protocol.STATUS);
    expect(current(await status())).toBe("inventory");
    await client.connection.sendNotification(protocol.ACTIVE_DOCUMENT, { uri: "file:///w/other/group_vars/all/all.yml" });
    expect(current(await status())).toBe("other");
    await client.connection.sendNotification(protocol.ACTIVE_DOCUMENT, { uri: "file:///w/README.md" });
    expect(current(await status())).toBe("other");
    const [first] = inventories;
    expect(current(await client.request(protocol.SELECT_INVENTORY, { inventory: first?.inventory }))).toBe("inventory");
    expect(current(await client.request(protocol.SELECT_INVENTORY, { inventory: "file:///w/other/hosts.yml" }))).toBe("other/hosts.yml");
    expect(current(await client.request(protocol.SELECT_INVENTORY, { inventory: null }))).toBe("other");
    const images = (inventory: string) => client.request<string>(protocol.LIST_TEXT, { kind: "images", inventory });
    expect(await images("file:///w/inventory")).toContain("metrics-server");
    expect(await images("file:///w/other")).not.toContain("metrics-server");
  });

  test("a setting names the inventory, another the tree", async () => {
    const client = await startClient(two(), { inventory: "other/hosts.yml", kubesprayPath: "nowhere" });
    expect(await client.request(protocol.STATUS)).toMatchObject({
      state: "no-kubespray",
      message: expect.stringContaining("/w/nowhere"),
      inventory: { label: "other/hosts.yml" },
    });
    expect(await client.request(protocol.RESOLVED_LISTS)).toMatchObject({ state: "no-kubespray", items: [] });
  });
});

test("a question that is called off is not worked out", async () => {
  const client = await startClient(exampleWorkspace());
  const asked = new CancellationTokenSource();
  const answer = client.connection.sendRequest(protocol.LIST_TEXT, { kind: "files" }, asked.token);
  asked.cancel();
  await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
});
