import { Failure } from "../python/failure";
import { PyDict, type Value } from "../python/values";
import type { Span } from "../text/span";
import { parsePlainBlock } from "./parsePlainBlock";
import { parseYaml } from "./parseYaml";
import { toValue, type ValueOptions } from "./toValue";
import { YamlFault, type YamlFaultCode } from "./yamlFault";

/** The value of the one key in a part of a file, which starts at that key. Throws a Failure where it is broken or cannot be known. */
export function parsePart(text: string, part: Span, options: ValueOptions): Value {
  const plain = parsePlainBlock(text, part.start, part.end);
  if (plain instanceof PyDict && plain.size === 1) return onlyValue(plain);
  const { documents, problems } = parseYaml(text, part);
  const problem = problems[0];
  if (problem?.code === "yaml-composer") throw new Failure("unknown", "Its alias (`*`) is not followed: the file is broken.", "alias");
  if (problem) throw new YamlFault(problem.code as YamlFaultCode, problem.message, problem.span ?? part);
  const root = documents[0];
  if (root?.kind !== "mapping" || root.pairs.length !== 1) throw new YamlFault("yaml-parser", "A single key is expected here.", part);
  return onlyValue(toValue(root, options) as PyDict);
}

function onlyValue(dict: PyDict): Value {
  return dict.values().next().value as Value;
}
