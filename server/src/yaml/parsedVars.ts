import { truthy } from "../python/convert";
import { Failure } from "../python/failure";
import { PyDict, type Value } from "../python/values";
import { lineIndex } from "../text/lineIndex";
import type { Problem } from "../text/problem";
import { commentAbove } from "./comments";
import { problemOfError } from "./loadText";
import { memo } from "./memo";
import { MergedMappings } from "./mergedMappings";
import { parseJson } from "./parseJson";
import { parsePart } from "./parsePart";
import { type ParsedYaml, parseYaml } from "./parseYaml";
import { recoverTopLevel } from "./recoverTopLevel";
import { toValue, type ValueOptions } from "./toValue";
import { valueStyle } from "./valueStyle";
import { addEntry, keyName } from "./varsEntries";
import type { VarsEntry, VarsFile } from "./varsFile";
import { contentOf, type MappingNode, type MappingPair, type YamlNode } from "./yamlNode";

/** A file of variables, parsed as a whole. */
export function parsedVars(text: string, options: ValueOptions): VarsFile {
  const json = parseJson(text, options.generation); // an object was dealt with before: this is a number, a text, a list
  if (json) return truthy(json.value) ? fileOf(new Map(), notAMapping(undefined)) : fileOf(new Map());
  const parsed = parseYaml(text);
  const { documents, problems } = parsed;
  const root = documents[0];
  if (problems[0]) return { ...fileOf(recovered(text, parsed, options), problems[0]), problems };
  if (!root) return fileOf(new Map());
  let dict: Value | undefined;
  let problem: Problem | undefined;
  try {
    dict = toValue(root, options);
  } catch (error) {
    // What cannot be known does not make Ansible refuse the file
    if (!(error instanceof Failure && error.kind === "unknown")) problem = problemOfError(error);
  }
  const mapping = contentOf(root);
  if (dict !== undefined && !(dict instanceof PyDict)) return truthy(dict) ? fileOf(new Map(), notAMapping(root)) : fileOf(new Map());
  if (mapping.kind !== "mapping") return fileOf(new Map(), problem ?? notAMapping(root));
  return fileOf(nodeEntries(text, mapping, dict, options), problem);
}

function fileOf(entries: ReadonlyMap<string, VarsEntry>, broken?: Problem): VarsFile {
  return { entries, problems: broken ? [broken] : [], broken, check: () => broken };
}

function notAMapping(root: YamlNode | undefined): Problem {
  const message = "A file of variables must be a dictionary of names and values.";
  return { severity: "error", code: "vars-not-a-mapping", message, ...(root && { span: root.span }) };
}

/** The entries of a mapping and what is merged into it. Values come from `dict` where the whole could be made. */
function nodeEntries(text: string, mapping: MappingNode, dict: PyDict | undefined, options: ValueOptions): Map<string, VarsEntry> {
  const entries = new Map<string, VarsEntry>();
  const lines = lineIndex(text);
  const merged = new MergedMappings();
  for (const pair of flattened(mapping, merged)) {
    const key = contentOf(pair.key);
    if (key.kind !== "scalar") continue;
    const { name, isText } = keyName(key.value, key.style !== "plain", merged.tagOf(key));
    const known = dict && isText ? dict.get(name) : undefined;
    const documentation = commentAbove(text, key.span.start);
    addEntry(entries, {
      name,
      isText,
      keySpan: key.span,
      valueSpan: pair.value.span,
      line: lines.positionAt(key.span.start).line + 1,
      ...(documentation !== undefined && { documentation }),
      value: known === undefined ? memo(() => toValue(pair.value, options)) : () => known,
      style: () => valueStyle(text, pair.value.span),
    });
  }
  return entries;
}

function flattened(mapping: MappingNode, merged: MergedMappings): readonly MappingPair[] {
  try {
    return merged.flatten(mapping);
  } catch (error) {
    if (error instanceof Failure) return mapping.pairs;
    throw error;
  }
}

/** What can be read of a file with an error: what stands before it as parsed, then whatever looks like a variable. */
function recovered(text: string, parsed: ParsedYaml, options: ValueOptions): Map<string, VarsEntry> {
  const root = parsed.documents[0];
  const before =
    root?.kind === "mapping" ? nodeEntries(text, { ...root, pairs: completePairs(text, root, parsed) }, undefined, options) : new Map();
  const starts = new Set([...before.values()].map((entry) => entry.keySpan.start));
  const entries = new Map<string, VarsEntry>(before);
  for (const { source, quoted, keySpan, valueSpan, region, line, documentation } of recoverTopLevel(text)) {
    if (starts.has(keySpan.start)) continue;
    addEntry(entries, {
      ...keyName(source, quoted),
      keySpan,
      valueSpan,
      line,
      ...(documentation !== undefined && { documentation }),
      value: memo(() => parsePart(text, region, options)),
      style: () => valueStyle(text, valueSpan),
    });
  }
  return entries;
}

/** The pairs that were read to their end, on a line before the error. */
function completePairs(text: string, root: MappingNode, { documents, problems, unfinished }: ParsedYaml): readonly MappingPair[] {
  if (documents.length > 1) return root.pairs;
  const errorLine = text.lastIndexOf("\n", (problems[0]?.span?.start ?? text.length) - 1);
  return root.pairs.filter(({ value }) => value !== unfinished && value.span.end <= errorLine);
}
