/** The manifests as a client asks for them: which kinds there are, whether an answer will do, what would be written, and what is. */
import { expect, test } from "vitest";
import { MANIFESTS } from "../../server/src/manifests/manifests";
import * as protocol from "../../server/src/protocol";
import { exampleWorkspace, startClient } from "./support";

test("kinds with their options, answers checked, generated and written", async () => {
  const client = await startClient(exampleWorkspace());
  const kinds = await client.request<readonly protocol.ManifestInfo[]>(protocol.MANIFEST_KINDS);
  expect(kinds.map(({ kind }) => kind)).toEqual(MANIFESTS.map(({ kind }) => kind));
  expect(kinds.find(({ kind }) => kind === "overrides")?.home).toBe("file:///w/inventory");
  const check = (name: string, value: string) => client.request<string | null>(protocol.CHECK_ANSWER, { name, value });
  expect(await check("registry", "hub.example.com")).toBeNull();
  expect(await check("registry", "a\nb")).toContain("line break");
  const params: protocol.GenerateManifestsParams = {
    kinds: ["image-sync"],
    kit: false,
    answers: { registry: "hub.example.com" },
    folder: "file:///w/offline/images",
  };
  const generate = (more: Partial<protocol.GenerateManifestsParams>) =>
    client.request<protocol.GeneratedManifests>(protocol.GENERATE_MANIFESTS, { ...params, ...more });
  const made = await generate({});
  expect(client.logged).toEqual([]);
  expect(made.changes[0]).toMatchObject({ name: "sync-images.sh", uri: "file:///w/offline/images/sync-images.sh", state: "new" });
  expect(made.files[0]?.executable).toBe(true);
  expect(await client.request(protocol.WRITE_MANIFESTS, { folder: params.folder, files: made.files })).toEqual({
    files: made.changes.map(({ uri }) => uri),
  });
  expect(client.written.get("/w/offline/images/sync-images.sh")).toBe(made.files[0]?.text);
  client.files.set("/w/offline/images/sync-images.sh", "mine\n");
  expect((await generate({})).changes[0]).toMatchObject({ state: "foreign", lost: 1 });
  expect((await generate({ answers: {} })).error).toContain("--registry: it is needed");
  const without = { kinds: ["overrides"], answers: {} };
  expect((await generate(without)).error).toMatch(/^there is no mirror to lead to\. Name your file server .+\.$/);
  expect((await generate({ ...without, kit: true })).gaps.join()).toContain("lead to. Name your");
  const kit = await generate({ kinds: ["overrides", "image-sync"], kit: true, folder: "file:///w/kit" });
  expect(kit.files.map(({ name }) => name)).toContain("README.md");
  expect(kit.files.map(({ name }) => name)).toContain("images/sync-images.sh");
  const outside = { folder: "file:///w/kit", files: [{ name: "../x", text: "" }] };
  expect((await client.request<protocol.Written>(protocol.WRITE_MANIFESTS, outside)).error).toBeDefined();
});

test("an inventory without a tree: the reason instead of files", async () => {
  const files = new Map([...exampleWorkspace()].filter(([path]) => !path.includes("/kubespray/")));
  const client = await startClient(files);
  const params = { kinds: ["overrides"], kit: false, answers: { registry: "hub.example.com" }, folder: "file:///w/inventory" };
  const made = await client.request<protocol.GeneratedManifests>(protocol.GENERATE_MANIFESTS, params);
  expect(made).toMatchObject({ files: [], error: expect.stringContaining("kubespray") });
});
