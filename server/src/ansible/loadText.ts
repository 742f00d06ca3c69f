import type { Generation } from "../jinja/context";
import { Failure } from "../python/failure";
import type { Value } from "../python/values";
import type { Problem } from "../text/problem";
import { parseYaml } from "../yaml/parseYaml";
import { toValue } from "../yaml/toValue";
import type { YamlNode } from "../yaml/yamlNode";
import { readJson } from "./readJson";

export interface LoadedText {
  /** undefined where nothing could be made of the text. A file without a document is None. */
  readonly value: Value | undefined;
  /** The same as a tree with positions, where YAML could read it. */
  readonly node: YamlNode | undefined;
  readonly problems: readonly Problem[];
}

/** A file's text as Ansible's loader reads it: JSON if it is JSON, else YAML (ansible/parsing/utils/yaml.py, from_yaml). Never throws. */
export function loadText(text: string, generation: Generation): LoadedText {
  const parsed = parseYaml(text);
  const node = parsed.documents[0];
  if (/^[\s]*[[{"\-0-9tfnNI]/.test(text)) {
    const json = readJson(text);
    if (json.ok) return { value: json.value, node, problems: [] };
  }
  if (node === undefined) return { value: parsed.problems.length > 0 ? undefined : null, node, problems: parsed.problems };
  try {
    return { value: toValue(node, { generation }), node, problems: parsed.problems };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const problem: Problem = { severity: "error", code: "yaml-value", message: error.message, span: node.span };
    return { value: undefined, node, problems: [...parsed.problems, problem] };
  }
}
