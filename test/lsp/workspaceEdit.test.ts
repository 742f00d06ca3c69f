/** Edits in the protocol's shape: bound to the versions of the texts that they were made for, or not made at all. */
import { expect, test } from "vitest";
import type { Move } from "../../server/src/features/checks/check";
import type { FilePath } from "../../server/src/files/fileSystem";
import { workspaceEdit } from "../../server/src/lsp/workspaceEdit";
import { span } from "../../server/src/text/span";
import { fixture, INVENTORY } from "../support/fixture";

const GONE = `${INVENTORY}/group_vars/gone.yml` as FilePath;
const OPEN = `${INVENTORY}/group_vars/all.yml` as FilePath;
const { context } = fixture("-- file: group_vars/all.yml\nb: 1\na: 1\n");

/** A second line's name edited, with `now` as what the editor has. */
function made(documentChanges: boolean, now: string, edited: readonly FilePath[] = [OPEN], moves: readonly Move[] = [], renames = true) {
  const edits = new Map(edited.map((file) => [file, [{ span: span(5, 6), text: "c" }]]));
  const document = { uri: "file:///open%20here.yml", version: 7, getText: () => now };
  const client = { documentChanges, renames, document: (path: FilePath) => (path === OPEN ? document : undefined) };
  return workspaceEdit(context, edits, client, moves);
}

const EDITS = [{ range: { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } }, newText: "c" }];

test("an open document is named as its client names it, with its version", () => {
  expect(made(true, "b: 1\na: 1\n")).toEqual({
    documentChanges: [{ textDocument: { uri: "file:///open%20here.yml", version: 7 }, edits: EDITS }],
  });
  expect(made(false, "b: 1\na: 1\n")).toEqual({ changes: { "file:///open%20here.yml": EDITS } });
});

test("none for a text that went on meanwhile, or that is gone", () => {
  for (const versions of [true, false]) {
    expect(made(versions, "new: 1\nb: 1\na: 1\n")).toBeUndefined();
    expect(made(versions, "b: 1\na: 1\n", [OPEN, GONE])).toBeUndefined();
  }
});

test("moves come last, of an open file under its client's name; none where the client cannot move", () => {
  const moves = [
    { from: OPEN, to: `${INVENTORY}/group_vars/etcd.yml` },
    { from: `${INVENTORY}/group_vars/kube-node`, to: `${INVENTORY}/group_vars/kube_node` },
  ];
  expect(made(true, "b: 1\na: 1\n", [OPEN], moves)?.documentChanges).toEqual([
    { textDocument: { uri: "file:///open%20here.yml", version: 7 }, edits: EDITS },
    { kind: "rename", oldUri: "file:///open%20here.yml", newUri: `file://${INVENTORY}/group_vars/etcd.yml` },
    { kind: "rename", oldUri: `file://${INVENTORY}/group_vars/kube-node`, newUri: `file://${INVENTORY}/group_vars/kube_node` },
  ]);
  expect(made(true, "b: 1\na: 1\n", [], moves, false)).toBeUndefined();
  expect(made(false, "b: 1\na: 1\n", [], moves)).toBeUndefined();
});
