import type { ReadResult } from "../files/fileSystem";
import type { Problem } from "../text/problem";
import { parseJson } from "../yaml/parseJson";

/**
 * The problem of a file with bytes that are no UTF-8, or undefined. Ansible keeps such bytes as surrogates (ansible/parsing/dataloader.py,
 * _get_file_contents), which its YAML reader refuses, be it in a comment; JSON and INI files go through.
 */
export function notUtf8(read: Extract<ReadResult, { readonly ok: true }>): Problem | undefined {
  if (read.replaced !== true || parseJson(read.text) !== undefined) return undefined;
  const start = Math.max(0, read.text.indexOf("\ufffd"));
  return {
    severity: "error",
    code: "yaml-encoding",
    message: "This is not UTF-8: save the file as UTF-8.",
    span: { start, end: start + 1 },
  };
}
