import * as vscode from "vscode";
import { STATUS, type Status } from "../../../server/src/protocol";
import { SELECTOR, type Server } from "../client";

/** Release, inventory and architectures, or what is missing: in the language status item, and above the tree. */
export function registerStatus(server: Server, tell: (text: string | undefined) => void): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem(
    "kubesprayInventory.status",
    SELECTOR.map((filter) => ({ ...filter })),
  );
  item.name = vscode.l10n.t("Kubespray inventory");
  item.text = "Kubespray";
  item.command = { command: "kubesprayInventory.selectInventory", title: vscode.l10n.t("Select Inventory") };

  async function update(): Promise<void> {
    if (!server.isRunning) {
      item.text = vscode.l10n.t("Kubespray: the server does not run");
      item.severity = vscode.LanguageStatusSeverity.Warning;
      item.command = { command: "kubesprayInventory.restartServer", title: vscode.l10n.t("Restart Server") };
      return;
    }
    item.busy = true;
    try {
      const status = await server.request<Status>(STATUS);
      show(item, status);
      tell(status.state === "ready" ? item.text : undefined);
    } finally {
      item.busy = false;
    }
  }
  const listener = server.onDidChange(() => void update());
  return vscode.Disposable.from(item, listener);
}

function show(item: vscode.LanguageStatusItem, status: Status): void {
  const { Information, Warning } = vscode.LanguageStatusSeverity;
  const inventory = status.inventory?.label ?? "";
  item.severity = Information;
  item.command = { command: "kubesprayInventory.selectInventory", title: vscode.l10n.t("Select Inventory") };
  switch (status.state) {
    case "indexing":
      item.text = vscode.l10n.t("Kubespray: looking");
      item.detail = "";
      return;
    case "no-inventory":
      item.text = vscode.l10n.t("Kubespray: no inventory here");
      item.detail = "";
      return;
    case "no-kubespray":
      item.text = vscode.l10n.t("No kubespray tree for {0}", inventory);
      item.detail = status.message ?? "";
      item.severity = Warning;
      item.command = { command: "kubesprayInventory.selectTree", title: vscode.l10n.t("Select Kubespray Tree") };
      return;
    case "ready": {
      const release =
        status.release !== undefined
          ? `kubespray ${status.release}`
          : status.nearest !== undefined
            ? vscode.l10n.t("kubespray, most like {0}", status.nearest)
            : vscode.l10n.t("kubespray, release unknown");
      item.text = [release, inventory, status.architectures.join(", ")].filter(Boolean).join(" · ");
      item.detail = status.imaginary ?? vscode.l10n.t("{0} hosts; {1}", status.hosts.length, status.generation ?? "");
      if (status.imaginary !== undefined) item.severity = Warning;
    }
  }
}
