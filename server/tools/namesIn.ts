import { freeNames } from "../src/jinja/parse/names";
import { parseTemplate } from "../src/jinja/parse/parseTemplate";
import { PyDict, TaggedText, type Value } from "../src/python/values";
import { loadText } from "../src/yaml/loadText";
import { parseYaml } from "../src/yaml/parseYaml";
import { contentOf } from "../src/yaml/yamlNode";

/** Which variables one file of kubespray's defines and reads: top-level keys, names in templates and in conditions. */
export interface FileNames {
  /** Top-level keys with the shape of their value. */
  readonly defined: ReadonlyMap<string, Shape>;
  readonly read: ReadonlySet<string>;
  /** The values of the top-level keys, not templated. */
  readonly values: ReadonlyMap<string, Value>;
}

/** `t`: a template, whose value may have any shape; `n`: null or an empty text. */
export type Shape = "scalar" | "list" | "map" | "t" | "n";

export function namesInTemplate(text: string): ReadonlySet<string> {
  const { template } = parseTemplate(text, { ansibleEscapes: false, generation: "classic" });
  return new Set(freeNames(template).map(({ name }) => name));
}

export function namesInYaml(text: string): FileNames {
  const read = new Set<string>();
  const defined = new Map<string, Shape>();
  const values = new Map<string, Value>();
  const loaded = loadText(text, { generation: "classic" });
  if (!loaded.ok) {
    // A file of several documents, or a template that is no YAML before it is rendered.
    for (const name of namesInTemplate(text)) read.add(name);
    return { defined, read, values };
  }
  walk(loaded.value, undefined, read);
  const root = parseYaml(text).documents[0];
  const mapping = root && root.kind !== "alias" ? contentOf(root) : undefined;
  if (loaded.value instanceof PyDict && mapping?.kind === "mapping") {
    for (const [key, value] of loaded.value.entries()) {
      if (typeof key !== "string") continue;
      defined.set(key, shapeOf(value));
      values.set(key, value);
    }
  }
  return { defined, read, values };
}

/** Keywords whose text is an expression without braces (ansible/playbook/conditional.py and the modules assert and debug). */
const CONDITIONS: ReadonlySet<string> = new Set(["when", "changed_when", "failed_when", "until", "that", "var", "check_mode"]);
/** `with_items: name`, `loop: name` were expressions without braces too. */
const BARE = /^(?:with_\w+|loop)$/;

function walk(value: Value, key: string | undefined, read: Set<string>): void {
  const text = typeof value === "string" ? value : value instanceof TaggedText ? value.text : undefined;
  if (text !== undefined) {
    const isCondition = key !== undefined && (CONDITIONS.has(key) || (BARE.test(key) && /^[A-Za-z_][\w.]*$/.test(text)));
    if (text.includes("{{") || text.includes("{%")) for (const name of namesInTemplate(text)) read.add(name);
    else if (isCondition) for (const name of namesInTemplate(`{{ ${text} }}`)) read.add(name);
  } else if (Array.isArray(value)) for (const item of value) walk(item, key, read);
  else if (value instanceof PyDict) {
    for (const [inner, one] of value.entries()) {
      if (typeof inner === "string" && inner.includes("{{")) for (const name of namesInTemplate(inner)) read.add(name);
      walk(one, typeof inner === "string" ? inner : undefined, read);
    }
  }
}

function shapeOf(value: Value): Shape {
  if (value === null || value === "") return "n";
  if (Array.isArray(value)) return "list";
  if (value instanceof PyDict) return "map";
  return typeof value === "string" && /\{[{%]/.test(value) ? "t" : "scalar";
}
