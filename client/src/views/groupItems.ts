import * as vscode from "vscode";
import type { ListItem } from "../../../server/src/protocol";
import type { Node } from "./resolvedLists";

/** How the tree is divided. Below each division other than `kind` stand files and images. */
export const GROUPINGS = ["kind", "host", "group", "architecture", "registry"] as const;
export type Grouping = (typeof GROUPINGS)[number];

export function groupItems(items: readonly ListItem[], grouping: Grouping): readonly Node[] {
  if (grouping === "kind") return byKind(items);
  const groups = new Map<string, ListItem[]>();
  for (const item of items) {
    for (const name of namesOf(item, grouping)) {
      const group = groups.get(name);
      if (group) group.push(item);
      else groups.set(name, [item]);
    }
  }
  const names = [...groups.keys()].sort((a, b) => Number(a === "") - Number(b === "") || a.localeCompare(b));
  return names.map((name) => {
    const members = groups.get(name) ?? [];
    return {
      kind: "group",
      label: name === "" ? withoutName(grouping) : name,
      icon: name === "" && grouping !== "architecture" ? "circle-slash" : ICONS[grouping],
      // All at once would be every entry as often as there are hosts.
      open: names.length === 1,
      children: byKind(members),
      count: members.length,
    };
  });
}

const ICONS: Readonly<Record<Exclude<Grouping, "kind">, string>> = {
  host: "vm",
  group: "organization",
  architecture: "chip",
  registry: "server",
};

function namesOf(item: ListItem, grouping: Exclude<Grouping, "kind">): readonly string[] {
  const names = { host: item.hosts, group: item.groups, architecture: item.architectures, registry: [item.registry] }[grouping];
  return names.length > 0 ? names : [""];
}

function withoutName(grouping: Grouping): string {
  return grouping === "architecture" ? vscode.l10n.t("Any architecture") : vscode.l10n.t("Not enabled");
}

function byKind(items: readonly ListItem[]): readonly Node[] {
  const files = items.filter(({ kind }) => kind === "file");
  const images = items.filter(({ kind }) => kind === "image");
  const node = (label: string, icon: string, members: readonly ListItem[]): readonly Node[] =>
    members.length === 0
      ? []
      : [
          {
            kind: "group",
            label,
            icon,
            open: true,
            count: members.length,
            children: members.map((item): Node => ({ kind: "entry", item })),
          },
        ];
  return [...node(vscode.l10n.t("Files"), "files", files), ...node(vscode.l10n.t("Images"), "layers", images)];
}
