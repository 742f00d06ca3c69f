import * as vscode from "vscode";
import { STATUS, type Status } from "../../../server/src/protocol";
import { SELECTOR, type Server } from "../client";
import { hosts } from "../counted";

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
      tell(status.state === "ready" ? [item.text, item.detail].join(" · ") : undefined);
    } finally {
      item.busy = false;
    }
  }
  const listener = server.onDidChange(() => void update());
  return vscode.Disposable.from(item, listener);
}

/** The last folders of a long path. */
function shortened(path: string): string {
  const parts = path.split("/");
  return path.length > 30 && parts.length > 2 ? `…/${parts.slice(-2).join("/")}` : path;
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
      item.text = vscode.l10n.t("No kubespray tree for {0}", shortened(inventory));
      item.detail = "";
      item.severity = Warning;
      item.command = {
        command: "kubesprayInventory.selectTree",
        title: vscode.l10n.t("Select Kubespray Tree"),
        ...(status.message !== undefined && { tooltip: status.message }),
      };
      return;
    case "ready": {
      const release =
        status.release !== undefined
          ? `kubespray ${status.release}`
          : status.nearest !== undefined
            ? vscode.l10n.t("kubespray, most like {0}", status.nearest)
            : vscode.l10n.t("kubespray, release unknown");
      // Both stand on one line with the command, and what is too long for it takes the command's place: the rest is the command's tooltip.
      const count = status.imaginary === undefined ? hosts(status.hosts.length) : vscode.l10n.t("imaginary hosts");
      item.text = [release, shortened(inventory)].join(" · ");
      item.detail = [status.architectures.join(", "), count].filter(Boolean).join(" · ");
      item.command = { ...item.command, tooltip: [status.imaginary, status.generation].filter(Boolean).join("\n") };
      if (status.imaginary !== undefined) item.severity = Warning;
    }
  }
}
