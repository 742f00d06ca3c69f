import * as vscode from "vscode";
import { type ListItem, type ListsParams, RESOLVED_LISTS, type ResolvedLists } from "../../../server/src/protocol";
import type { Server } from "../client";
import { type Grouping, groupItems } from "./groupItems";
import { hideCredentials } from "./hideCredentials";

/** The tree of what the hosts of the current inventory download. Follows the typing; what it shows comes from the server as it is. */

export type Node =
  | {
      readonly kind: "group";
      readonly label: string;
      readonly icon: string;
      readonly open: boolean;
      readonly children: readonly Node[];
      readonly count: number;
    }
  | { readonly kind: "entry"; readonly item: ListItem }
  | { readonly kind: "gaps"; readonly gaps: readonly string[]; readonly open: boolean }
  | { readonly kind: "gap"; readonly text: string };

export interface ResolvedListsView extends vscode.Disposable {
  readonly provider: vscode.TreeDataProvider<Node>;
  readonly all: boolean;
  readonly grouping: Grouping;
  setAll(all: boolean): void;
  setGrouping(grouping: Grouping): void;
  refresh(): void;
  /** A line above the tree; none where there is nothing in it, for VS Code shows the welcome text only then. */
  setMessage(text: string | undefined): void;
  reveal(): Promise<void>;
}

const VIEW = "kubesprayInventory.resolvedLists";

export function registerResolvedLists(server: Server): ResolvedListsView {
  const changed = new vscode.EventEmitter<undefined>();
  let all = false;
  let grouping: Grouping = "kind";
  let roots: Promise<readonly Node[]> | undefined;
  let message = "";
  let hasEntries = false;

  function showMessage(): void {
    const parts = [message, ...(all ? [vscode.l10n.t("all that the release can download")] : [])];
    view.message = message !== "" && hasEntries ? parts.join(" · ") : "";
  }

  async function load(): Promise<readonly Node[]> {
    const params: ListsParams = all ? { all } : {};
    const lists = await server.request<ResolvedLists>(RESOLVED_LISTS, params);
    const state = lists.state === "ready" && lists.items.length === 0 && lists.gaps.length === 0 ? "nothing" : lists.state;
    void vscode.commands.executeCommand("setContext", "kubesprayInventory.state", state);
    hasEntries = state === "ready";
    showMessage();
    view.badge = lists.gaps.length > 0 ? { value: lists.gaps.length, tooltip: vscode.l10n.t("What may be missing") } : undefined;
    const gaps: readonly Node[] = lists.gaps.length > 0 ? [{ kind: "gaps", gaps: lists.gaps, open: lists.items.length === 0 }] : [];
    return [...gaps, ...groupItems(lists.items, grouping)];
  }

  const provider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: toTreeItem,
    getChildren(node) {
      if (node === undefined) {
        // Without a server there is nothing to ask: the welcome text says what to do.
        if (!server.isRunning) return [];
        roots ??= load();
        return roots.then((nodes) => [...nodes]);
      }
      if (node.kind === "group") return [...node.children];
      return node.kind === "gaps" ? node.gaps.map((text): Node => ({ kind: "gap", text })) : [];
    },
  };
  const refresh = () => {
    roots = undefined;
    changed.fire(undefined);
  };
  const view = vscode.window.createTreeView(VIEW, { treeDataProvider: provider, showCollapseAll: true });
  const listener = server.onDidChange(refresh);
  const remember = () => {
    void vscode.commands.executeCommand("setContext", "kubesprayInventory.listAll", all);
    void vscode.commands.executeCommand("setContext", "kubesprayInventory.groupBy", grouping);
    refresh();
  };
  remember();

  return {
    provider,
    get all() {
      return all;
    },
    get grouping() {
      return grouping;
    },
    setAll(value) {
      all = value;
      remember();
    },
    setGrouping(value) {
      grouping = value;
      remember();
    },
    refresh,
    setMessage(text) {
      message = text ?? "";
      showMessage();
    },
    async reveal() {
      await vscode.commands.executeCommand(`${VIEW}.focus`);
    },
    dispose() {
      listener.dispose();
      view.dispose();
      changed.dispose();
    },
  };
}

function toTreeItem(node: Node): vscode.TreeItem {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  switch (node.kind) {
    case "group": {
      const item = new vscode.TreeItem(node.label, node.open ? Expanded : Collapsed);
      item.description = String(node.count);
      item.iconPath = new vscode.ThemeIcon(node.icon);
      item.contextValue = "group";
      return item;
    }
    case "gaps": {
      const item = new vscode.TreeItem(vscode.l10n.t("May be incomplete"), node.open ? Expanded : Collapsed);
      item.description = String(node.gaps.length);
      item.iconPath = new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
      item.contextValue = "gaps";
      return item;
    }
    case "gap": {
      const item = new vscode.TreeItem(hideCredentials(node.text), None);
      item.tooltip = hideCredentials(node.text);
      return item;
    }
    case "entry":
      return entryItem(node.item);
  }
}

function entryItem(entry: ListItem): vscode.TreeItem {
  const text = hideCredentials(entry.text);
  const cut = text.lastIndexOf("/");
  const item = new vscode.TreeItem(text.slice(cut + 1), vscode.TreeItemCollapsibleState.None);
  // Nearly all begin with it, and what tells them apart would not fit beside the name.
  item.description = cut < 0 ? "" : text.slice(0, cut).replace(/^https:\/\//, "");
  item.iconPath = new vscode.ThemeIcon(entry.selected ? (entry.kind === "file" ? "file-zip" : "package") : "circle-slash");
  item.contextValue = entry.place ? "entry.placed" : "entry";
  item.tooltip = tooltip(entry, text);
  item.accessibilityInformation = { label: text };
  if (entry.place) {
    item.command = {
      command: "kubesprayInventory.revealEntry",
      title: vscode.l10n.t("Go to the Line That Decided It"),
      arguments: [{ kind: "entry", item: entry } satisfies Node],
    };
  }
  return item;
}

function tooltip(entry: ListItem, text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(undefined, true);
  const lines: readonly (readonly [string, string])[] = [
    [vscode.l10n.t("Why"), entry.reason],
    [vscode.l10n.t("Variable"), entry.variable ?? ""],
    [vscode.l10n.t("Hosts"), some(entry.hosts)],
    [vscode.l10n.t("Architectures"), entry.architectures.join(", ")],
    [vscode.l10n.t("Checksum"), entry.checksum ?? ""],
    [vscode.l10n.t("Name in downloads"), entry.keys.join(", ")],
  ];
  markdown.appendCodeblock(text, "text");
  for (const [label, value] of lines) {
    if (value === "") continue;
    markdown.appendMarkdown(`**${label}:** `);
    markdown.appendText(hideCredentials(value));
    markdown.appendMarkdown("\n\n");
  }
  return markdown;
}

function some(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(", ")} … (${names.length})` : names.join(", ");
}
