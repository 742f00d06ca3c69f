/**
 * A tree view as indented text. VS Code offers no way to read a view back, so this asks its data provider, which the extension hands out
 * in what `activate` returns; test/vscode/workbench.mjs reads the same from the screen.
 */
import * as vscode from "vscode";
import { until } from "./until";

/** One line an element, two spaces a level: `label  description`. */
export async function treeSnapshot<T>(provider: vscode.TreeDataProvider<T>, depth = 10): Promise<string> {
  const lines: string[] = [];
  const walk = async (parent: T | undefined, level: number): Promise<void> => {
    for (const element of (await provider.getChildren(parent)) ?? []) {
      const item = await provider.getTreeItem(element);
      const label = typeof item.label === "object" ? item.label.label : (item.label ?? item.resourceUri?.path.split("/").at(-1) ?? "");
      const description = typeof item.description === "string" ? `  ${item.description}` : "";
      lines.push(`${"  ".repeat(level)}${label}${description}`);
      if (item.collapsibleState !== vscode.TreeItemCollapsibleState.None && level + 1 < depth) await walk(element, level + 1);
    }
  };
  await walk(undefined, 0);
  return lines.join("\n");
}

/** Waits until the tree's text satisfies `wanted`, and returns it. */
export function treeWhen<T>(provider: vscode.TreeDataProvider<T>, wanted: (text: string) => boolean): Promise<string> {
  const on = provider.onDidChangeTreeData ? [provider.onDidChangeTreeData as vscode.Event<unknown>] : [];
  let last = "";
  const probe = async () => {
    last = await treeSnapshot(provider);
    return wanted(last) ? last : undefined;
  };
  return until("the tree", probe, { on }).catch((error: Error) => {
    throw new Error(`${error.message}; it is:\n${last}`);
  });
}
