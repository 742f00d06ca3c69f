import { Failure } from "../../python/failure";
import { PyDict, type Value } from "../../python/values";
import { loadText } from "../../yaml/loadText";
import type { TreeIndex } from "./treeIndex";
import { defaultValue } from "./valueSnippet";
import { ITEM, type YamlPath } from "./yamlPosition";

/** What stands at a path inside a variable in kubespray's default and in the example of its sample inventory. */
export function shapesAt(tree: TreeIndex, name: string, path: YamlPath): readonly Value[] {
  return shapesOf(tree, name).flatMap((value) => descend(value, path));
}

function shapesOf(tree: TreeIndex, name: string): readonly Value[] {
  return tree.once(`shapes ${name}`, () => {
    const variable = tree.variables.get(name);
    const value = variable && defaultValue(variable);
    const block = tree.sample.get(name)?.block ?? [];
    const example = block.length > 0 ? loadText(block.join("\n"), { json: false }) : undefined;
    return [...(value === undefined ? [] : [value]), ...(example?.ok ? [example.value] : [])];
  });
}

/** A list's items are taken together. A key that is not there may be one of many alike: then its neighbours' shapes are taken. */
function descend(value: Value, path: YamlPath): readonly Value[] {
  const [step, ...rest] = path;
  if (step === undefined) return [value];
  try {
    if (step === ITEM) return Array.isArray(value) ? value.slice(0, 50).flatMap((item) => descend(item, rest)) : [];
    if (!(value instanceof PyDict)) return [];
    const known = value.get(step);
    if (known !== undefined) return descend(known, rest);
    const neighbours = [...value.values()].slice(0, 50);
    return neighbours.length > 0 && neighbours.every((one) => one instanceof PyDict) ? neighbours.flatMap((one) => descend(one, rest)) : [];
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}
