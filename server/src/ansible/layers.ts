import type { FilePath } from "../files/fileSystem";
import { Failure } from "../python/failure";
import { Undefined, type Value } from "../python/values";
import type { Definition, Layer, LayerKind } from "./model";

/** Layers that stand in no variable file: maps of definitions, and values given by the program or on a command line. */

/** A layer over definitions that are there already. */
export function definitionLayer(kind: LayerKind, owner: string, definitions: ReadonlyMap<string, Definition>, file?: FilePath): Layer {
  return {
    kind,
    owner,
    ...(file !== undefined && { file }),
    get: (name) => definitions.get(name),
    names: () => definitions.keys(),
  };
}

/** A layer of plain values. */
export function valueLayer(kind: LayerKind, owner: string, values: ReadonlyMap<string, Value>, file?: FilePath): Layer {
  const definitions = new Map<string, Definition>();
  for (const [name, value] of values) {
    definitions.set(name, { name, layer: kind, owner, ...(file !== undefined && { file }), raw: () => value });
  }
  return definitionLayer(kind, owner, definitions, file);
}

/** What `raw` gives for a value that cannot be had: whoever uses it fails with `failure`. */
export function brokenValue(failure: Failure): Undefined {
  return new Undefined(failure.message, undefined, failure);
}

export function unknownValue(reason: string, subject: string): Undefined {
  return brokenValue(new Failure("unknown", reason, subject));
}
