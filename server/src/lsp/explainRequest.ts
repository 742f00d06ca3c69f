import { groupVarsFileNames } from "../features/completion/groupNames";
import { explanation } from "../features/explanation";
import { ofModel } from "../features/ofModel";
import type { Explained, ExplainParams, GroupFile, VariableInfo } from "../protocol";
import { inventoryOf } from "./listRequests";
import { pathOf, uriOf } from "./uris";
import type { WorkspaceSnapshot } from "./workspaceSnapshot";

/** The requests of commands that pick a name: "Explain variable", with its answer as a document, and "New file of group_vars". */

export function variablesRequest(snapshot: WorkspaceSnapshot): readonly VariableInfo[] {
  const inventory = inventoryOf(snapshot, {});
  if (!inventory) return [];
  const context = snapshot.context(inventory);
  return variableNames(context).map((name) => ({ name }));
}

function variableNames(context: Parameters<typeof ofModel>[0]): readonly string[] {
  const { model } = context;
  return ofModel(context, "variable names", () => [...new Set(model.hosts.flatMap((host) => model.variables(host)))].sort());
}

/** Groups of the current inventory that have no variables of their own yet. */
export function groupFilesRequest(snapshot: WorkspaceSnapshot): readonly GroupFile[] {
  const inventory = inventoryOf(snapshot, {});
  if (!inventory) return [];
  return groupVarsFileNames(snapshot.context(inventory)).map(({ group, path, hosts }) => ({ group, uri: uriOf(path), hosts }));
}

/** null where there is no variable at the place, or none of that name. */
export function explainRequest(snapshot: WorkspaceSnapshot, params: ExplainParams): Explained | null {
  const path = params.uri === undefined ? undefined : pathOf(params.uri);
  const inventory = (path && snapshot.inventoryFor(path)) ?? inventoryOf(snapshot, params);
  const variable = params.variable ?? variableAt(snapshot, params);
  if (!inventory || variable === undefined) return null;
  const context = snapshot.context(inventory);
  if (params.variable === undefined && !variableNames(context).includes(variable)) return null;
  const markdown = explanation(context, variable);
  return markdown === undefined ? null : { variable, markdown };
}

/** The identifier under the cursor. */
function variableAt(snapshot: WorkspaceSnapshot, { uri, line, character }: ExplainParams): string | undefined {
  const path = uri === undefined ? undefined : pathOf(uri);
  const document = path === undefined ? undefined : snapshot.document(path);
  if (!document || line === undefined || character === undefined) return undefined;
  const offset = document.lines.offsetAt({ line, character });
  const before = /[A-Za-z_]\w*$/.exec(document.text.slice(Math.max(0, offset - 200), offset))?.[0] ?? "";
  const after = /^\w*/.exec(document.text.slice(offset, offset + 200))?.[0] ?? "";
  const name = before + after;
  return /^[A-Za-z_]/.test(name) ? name : undefined;
}
