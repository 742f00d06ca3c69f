import type { Generation } from "../jinja/context";
import type { Value } from "../python/values";
import type { Problem } from "../text/problem";
import { problemOfError } from "../yaml/loadText";
import { parseJson } from "../yaml/parseJson";
import { parseYaml } from "../yaml/parseYaml";
import { toValue } from "../yaml/toValue";
import type { YamlNode } from "../yaml/yamlNode";

export interface LoadedTree {
  /** undefined where nothing could be made of the text. A file without a document is None. */
  readonly value: Value | undefined;
  /** The same as a tree with positions, where YAML can read it. */
  readonly node: YamlNode | undefined;
  readonly problems: readonly Problem[];
}

/** A file's value as Ansible's loader reads it (JSON if it is JSON, else YAML), what could be read of a broken one, and the tree. */
export function loadTree(text: string, generation: Generation): LoadedTree {
  const json = parseJson(text);
  const { documents, problems } = parseYaml(text);
  const node = documents[0];
  if (json !== undefined) return { value: json.value, node, problems: [] };
  if (node === undefined) return { value: problems.length > 0 ? undefined : null, node, problems };
  try {
    return { value: toValue(node, { generation }), node, problems };
  } catch (error) {
    return { value: undefined, node, problems: [...problems, problemOfError(error)] };
  }
}
