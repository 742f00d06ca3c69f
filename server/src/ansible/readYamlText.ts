import type { Generation } from "../jinja/context";
import { fail } from "../python/failure";
import type { Value } from "../python/values";
import { parseYaml } from "../yaml/parseYaml";
import { toValue } from "../yaml/toValue";

/** What `from_yaml` and `from_yaml_all` read: plain PyYAML, without Ansible's own tags (ansible/plugins/filter/core.py). */

/** All documents of the text. Throws Failure for text that PyYAML refuses. Which number of documents is right is the filter's business. */
export function readYamlText(text: string, generation: Generation): Value[] {
  const { documents, problems } = parseYaml(text);
  const wrong = problems.find((problem) => problem.code !== SECOND_DOCUMENT);
  if (wrong) fail(wrong.message);
  return documents.map((document) => toValue(document, { generation, ansibleTags: false }));
}

const SECOND_DOCUMENT = "yaml-documents";
