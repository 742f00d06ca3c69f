import type { Span } from "./span";

/**
 * Something wrong with a piece of text or a file. Parsers return problems beside their value and never throw.
 * `message` is one sentence for the user that says what is wrong and, where one is known, what to do.
 */
export interface Problem {
  readonly severity: "error" | "warning" | "info";
  /** Stable, kebab-case. */
  readonly code: string;
  readonly message: string;
  /** Where, in the text of `file`. Absent for a problem of the whole file. */
  readonly span?: Span;
  /** Absolute path. Parsers of one text leave it out; whoever read the file adds it. */
  readonly file?: string;
  /** 1-based line, filled in where the file's text is at hand, so that a message can say file:line. */
  readonly line?: number;
}
