import type { FilePath, FileSystem } from "../files/fileSystem";
import type { Memo } from "../files/memo";
import type { Model } from "../kubespray/model";
import type { LineIndex } from "../text/lineIndex";
import type { Span } from "../text/span";

export type { Memo } from "../files/memo";

/**
 * What every editor feature is given and gives back: plain data over one immutable snapshot, offsets only. A feature is one function in
 * one file, `hover(context, document, offset)`; lsp/ turns its answer into the protocol's shapes.
 */

/** One inventory with its kubespray tree, at one moment. */
export interface FeatureContext {
  readonly model: Model;
  /** Open documents first, disk second. */
  readonly fs: FileSystem;
  /** What is made of a file's text is kept from one snapshot to the next as long as the text is the same. */
  readonly memo: Memo;
  /** `en`, `zh-cn`: the language of texts made for people. */
  readonly locale: string;
  /** The same inventory as it would be with other texts in these files; absent where the session offers none. */
  readonly variant?: (texts: ReadonlyMap<FilePath, string>) => Model;
}

export interface Document {
  readonly path: FilePath;
  readonly text: string;
  readonly lines: LineIndex;
}

/** What a file is to an inventory. */
export type FileRole =
  | { readonly kind: "hosts-file" }
  | { readonly kind: "group-vars"; readonly group: string }
  | { readonly kind: "host-vars"; readonly host: string }
  | { readonly kind: "role-defaults" | "role-vars"; readonly role: string }
  | { readonly kind: "other" };

/** A place to go to. */
export interface Location {
  readonly file: FilePath;
  readonly span: Span;
}

export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}
