import { CompletionItemKind, InsertTextFormat, type CompletionItem as ProtocolItem } from "vscode-languageserver";
import type { CompletionItem, CompletionKind } from "../features/completion/completionItem";
import type { LineIndex } from "../text/lineIndex";
import { toRange } from "./convert";

/** Completion items between features/ and the protocol. */

const KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  variable: CompletionItemKind.Variable,
  property: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  choice: CompletionItemKind.EnumMember,
  version: CompletionItemKind.Constant,
  filter: CompletionItemKind.Method,
  test: CompletionItemKind.Method,
  lookup: CompletionItemKind.Function,
  function: CompletionItemKind.Function,
  keyword: CompletionItemKind.Keyword,
  host: CompletionItemKind.Field,
  group: CompletionItemKind.Module,
};

/** Kept in the item until it is resolved. */
interface ItemData {
  readonly uri: string;
  readonly about: CompletionItem["data"];
}

export function toProtocolItem(item: CompletionItem, lines: LineIndex, uri: string): ProtocolItem {
  const { label, kind, labelDetail, labelDescription, detail, documentation, sortText, filterText, edit, isSnippet, preselect } = item;
  const data: ItemData | undefined = item.data && { uri, about: item.data };
  return {
    label,
    kind: KINDS[kind],
    sortText,
    textEdit: { range: toRange(lines, edit.span), newText: edit.text },
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...((labelDetail ?? labelDescription) !== undefined && {
      labelDetails: {
        ...(labelDetail !== undefined && { detail: labelDetail }),
        ...(labelDescription !== undefined && { description: labelDescription }),
      },
    }),
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && { documentation: { kind: "markdown", value: documentation } }),
    ...(filterText !== undefined && { filterText }),
    ...(preselect && { preselect }),
    ...(item.suggestAgain && { command: { command: "editor.action.triggerSuggest", title: "" } }),
    ...(data && { data }),
  };
}

/** The document that a resolved item came from, and the item as features/ resolves it; undefined where there is nothing to resolve. */
export function fromProtocolItem(item: ProtocolItem): { readonly uri: string; readonly item: CompletionItem } | undefined {
  const data = item.data as ItemData | undefined;
  if (data?.about === undefined) return undefined;
  const { label, sortText = label } = item;
  const edit = { span: { start: 0, end: 0 }, text: "" };
  return { uri: data.uri, item: { label, kind: "value", sortText, edit, isSnippet: false, data: data.about } };
}

/** Only what resolving fills in: changing more after the list is shown confuses editors. */
export function withResolved(item: ProtocolItem, { detail, documentation }: CompletionItem): ProtocolItem {
  return {
    ...item,
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && { documentation: { kind: "markdown", value: documentation } }),
  };
}
