import { Failure } from "../python/failure";
import type { Problem } from "../text/problem";
import type { Span } from "../text/span";

/**
 * Why PyYAML (on libyaml 0.2.5, as Ansible uses it) or Ansible refuses a text. `yaml-limit` is ours: the text goes beyond what we read.
 */
export type YamlFaultCode =
  | "yaml-reader" // ReaderError: a character that YAML forbids
  | "yaml-scanner" // ScannerError
  | "yaml-parser" // ParserError
  | "yaml-composer" // ComposerError: aliases, anchors
  | "yaml-constructor" // ConstructorError: tags, keys, merges
  | "yaml-value" // ValueError and the like, raised while a scalar is converted
  | "yaml-limit";

/** Thrown inside this folder and caught at its public functions, which give the problem. Its span starts where Python's mark stands. */
export class YamlFault extends Failure {
  constructor(
    readonly code: YamlFaultCode,
    message: string,
    readonly span: Span,
  ) {
    super(code === "yaml-limit" ? "unknown" : "error", message, code === "yaml-limit" ? "budget" : undefined);
  }
}

export function problemOf(fault: YamlFault): Problem {
  return { severity: "error", code: fault.code, message: fault.message, span: fault.span };
}
