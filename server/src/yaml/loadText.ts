import { Failure } from "../python/failure";
import type { Value } from "../python/values";
import type { Problem } from "../text/problem";
import { parseJson } from "./parseJson";
import { type ParseOptions, parseYaml } from "./parseYaml";
import { toValue, type ValueOptions } from "./toValue";
import { problemOf, YamlFault } from "./yamlFault";

/** A whole file as one value, JSON or YAML. For a file of variables, of which a part may be wanted, see varsFile.ts. */

export interface LoadOptions extends ValueOptions, Pick<ParseOptions, "maximumExpansion"> {
  /** False: YAML only (`from_yaml`); Ansible tries JSON first on every file. */
  readonly json?: boolean;
}

export type Loaded = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

/**
 * The value of a whole file as Ansible's DataLoader gives it (ansible/parsing/utils/yaml.py from_yaml): JSON if it is JSON, else one YAML
 * document; null where there is nothing in it. Never throws.
 */
export function loadText(text: string, options: LoadOptions = {}): Loaded {
  const json = options.json === false ? undefined : parseJson(text, options.generation);
  if (json) return { ok: true, value: json.value };
  const { documents, problems } = parseYaml(text, options);
  const problem = problems[0];
  if (problem) return { ok: false, problem };
  const root = documents[0];
  if (!root) return { ok: true, value: null };
  try {
    return { ok: true, value: toValue(root, options) };
  } catch (error) {
    return { ok: false, problem: problemOfError(error) };
  }
}

/** The problem behind what `toValue` throws; anything but a Failure is thrown again. */
export function problemOfError(error: unknown): Problem {
  if (error instanceof YamlFault) return problemOf(error);
  if (error instanceof Failure) return { severity: "error", code: "yaml-value", message: error.message };
  throw error;
}
