import type { FilePath } from "../../files/fileSystem";
import type { Span } from "../../text/span";
import type { Wording } from "../../text/wording";
import type { DocumentIndex } from "../documentIndex";
import type { Document, FeatureContext } from "../feature";

/**
 * What every check is given and gives back. A check is one file named after its code; all are listed in checks.ts. It looks at the whole
 * inventory, for most mistakes show in one file and are caused in another. One false finding costs more than ten missed ones: whatever
 * cannot be known is silent.
 */
export interface Check {
  /** Stable, kebab-case: in messages, settings, `# kubespray: ignore CODE`, SARIF, docs/checks/CODE.md. */
  readonly code: string;
  /** What its findings have unless they say another. */
  readonly severity: Severity;
  /** A few words. */
  readonly title: Wording;
  /** One or two sentences: what it finds and why that matters. */
  readonly summary: Wording;
  /**
   * Yields undefined wherever it has worked for a while (once for each host or file), so that a keystroke can overtake it. Never throws on
   * purpose. Findings stand in files of the inventory, not in kubespray's own.
   */
  run(context: CheckContext): Iterable<Finding | undefined>;
}

/** As an editor shows them; `hint` is hardly visible. */
export type Severity = "error" | "warning" | "info" | "hint";

export interface Finding {
  readonly file: FilePath;
  readonly span: Span;
  readonly severity?: Severity;
  /** What is wrong, why it matters and what to do, in one to three sentences. Never shows a credential. */
  readonly message: Wording;
  /** The variable, host or group that it is about: tells findings apart when lines move. */
  readonly subject: string;
  /** The best first. */
  readonly fixes?: readonly Fix[];
  /** Shown as having no effect. */
  readonly faded?: boolean;
  readonly related?: readonly Related[];
}

export interface Fix {
  readonly title: Wording;
  readonly edits: readonly FileEdit[];
  /** After the edits; to a path where nothing is. */
  readonly moves?: readonly Move[];
  /** The one right thing to do; an editor may apply it without asking which. */
  readonly preferred?: boolean;
}

export interface FileEdit {
  readonly file: FilePath;
  readonly span: Span;
  readonly text: string;
}

/** Of a file, or of a folder with all that is in it. */
export interface Move {
  readonly from: FilePath;
  readonly to: FilePath;
}

export interface Related {
  readonly file: FilePath;
  readonly span: Span;
  readonly message: Wording;
}

export interface CheckContext extends FeatureContext {
  /** The user's own files of the inventory: hosts file, group_vars, host_vars. */
  readonly files: readonly CheckedFile[];
  /** The folder around the inventory that the user works in; undefined where none is known. */
  readonly workspace: FilePath | undefined;
}

export interface CheckedFile {
  readonly document: Document;
  readonly index: DocumentIndex;
}

/** A finding with what its check and the user's settings say about it. */
export interface Found extends Finding {
  readonly code: string;
  readonly severity: Severity;
}
