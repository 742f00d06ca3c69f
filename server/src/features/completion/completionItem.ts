import type { FilePath } from "../../files/fileSystem";
import type { TextEdit } from "../feature";

/** What completion gives: plain data, offsets only. lsp/ makes CompletionItems of the protocol of it. */

export type CompletionKind =
  | "variable"
  | "property"
  | "value"
  | "choice"
  | "version"
  | "filter"
  | "test"
  | "lookup"
  | "function"
  | "keyword"
  | "host"
  | "group";

export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Shown right behind the label: ` = false`. */
  readonly labelDetail?: string;
  /** Shown at the right edge: the role, the file. */
  readonly labelDescription?: string;
  /** Filled in by resolveCompletion. */
  readonly detail?: string;
  /** Markdown. Filled in by resolveCompletion. */
  readonly documentation?: string;
  /** Lexicographic: what comes first among items that fit the typed text equally. */
  readonly sortText: string;
  /** What the editor compares with the text of `edit.span`; the label where absent. */
  readonly filterText?: string;
  readonly edit: TextEdit;
  /** `edit.text` holds tab stops (`${1:default}`). */
  readonly isSnippet: boolean;
  readonly preselect?: boolean;
  /** The cursor then stands where a value is to be chosen: ask again at once. */
  readonly suggestAgain?: boolean;
  /** For resolveCompletion; survives a trip through JSON. */
  readonly data?: CompletionData;
}

export type CompletionData =
  /** `host`: on whose behalf its value is shown. */
  | { readonly about: "variable"; readonly name: string; readonly host?: string }
  /** An expression whose value on the host is shown. */
  | { readonly about: "expression"; readonly expression: string; readonly host: string }
  | { readonly about: "plugin"; readonly plugin: "filter" | "test" | "lookup" | "function"; readonly name: string }
  | { readonly about: "host"; readonly name: string }
  | { readonly about: "group"; readonly name: string };

export interface CompletionList {
  readonly items: readonly CompletionItem[];
  /** There are more that fit: ask again when more is typed. */
  readonly isIncomplete: boolean;
}

export const NOTHING: CompletionList = { items: [], isIncomplete: false };

/** Why completion was asked for: a character that opens a list by itself, or the user. */
export interface CompletionTrigger {
  readonly character?: string;
}

/** A file that a command may make. */
export interface SuggestedFile {
  readonly group: string;
  readonly path: FilePath;
  readonly hosts: number;
  /** Kubespray's own group, or one of the user's. */
  readonly origin: "kubespray" | "inventory";
}
