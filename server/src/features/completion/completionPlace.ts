import { extensionOf } from "../../files/paths";
import { type Span, span } from "../../text/span";
import type { Document, FeatureContext, FileRole } from "../feature";
import { fileRole } from "../fileRole";
import { iniPlace } from "./iniPlace";
import { type JinjaPosition, jinjaPosition } from "./jinjaPosition";
import { type OpenScalar, type YamlPath, type YamlPosition, yamlPosition } from "./yamlPosition";

/** What can be typed at the cursor: worked out first, so that each provider only has to say what it knows. */
export type CompletionPlace =
  | VariableNamePlace
  | ValuePlace
  | NestedKeyPlace
  | ExpressionPlace
  | { readonly kind: "group"; readonly word: Span; readonly taken: readonly string[]; readonly form: "section" | "key" | "child" }
  | { readonly kind: "host"; readonly word: Span; readonly taken: readonly string[]; readonly form: "line" | "key" }
  | { readonly kind: "keyword"; readonly word: Span; readonly words: readonly string[]; readonly form: "section" | "key" };

/** `yaml`: `name: `; `ini`: `name=`. */
export type Notation = "yaml" | "ini";

export interface VariableNamePlace {
  readonly kind: "variable-name";
  readonly word: Span;
  readonly notation: Notation;
  /** The name alone is to be inserted: something follows it. */
  readonly bare: boolean;
  readonly taken: readonly string[];
  /** On a host's own line or below its key, where addresses come first. */
  readonly ofHost: boolean;
}

export interface ValuePlace {
  readonly kind: "value";
  readonly notation: Notation;
  readonly name: string;
  /** The keys below the variable. */
  readonly path: YamlPath;
  readonly scalar: OpenScalar;
}

export interface NestedKeyPlace {
  readonly kind: "nested-key";
  readonly name: string;
  readonly path: YamlPath;
  readonly word: Span;
  readonly bare: boolean;
  readonly taken: readonly string[];
}

export interface ExpressionPlace {
  readonly kind: "expression";
  readonly jinja: JinjaPosition;
  /** The quotes of YAML around it, which it cannot use. */
  readonly quote: "" | "'" | '"';
}

export interface Located {
  readonly role: FileRole;
  readonly place: CompletionPlace;
}

export function completionPlace(context: FeatureContext, document: Document, offset: number): Located | undefined {
  const role = fileRole(context.model, document.path);
  if (role.kind === "other") return undefined;
  const { text } = document;
  if (text.startsWith("$ANSIBLE_VAULT;")) return undefined;
  if (role.kind === "hosts-file" && !isYaml(document)) {
    const place = iniPlace(text, offset);
    return place && { role, place };
  }
  const cursor = yamlPosition(text, offset);
  const jinja = cursor.position.kind === "comment" ? undefined : jinjaPosition(text, cursor.scalarStart, offset);
  if (jinja) return { role, place: { kind: "expression", jinja, quote: cursor.quote } };
  const place =
    role.kind === "hosts-file" ? hostsPlace(cursor.position, text) : varsPlace(cursor.position, text, role.kind === "host-vars");
  if (place === undefined || (isRole(role) && place.kind === "variable-name")) return undefined;
  return { role, place };
}

/** Kubespray's own files are read, not written: names there are not for us to suggest. */
function isRole(role: FileRole): boolean {
  return role.kind === "role-defaults" || role.kind === "role-vars";
}

/** As Ansible chooses between its plugins yaml and ini, as far as half-typed text can tell. */
function isYaml({ path, text }: Document): boolean {
  const extension = extensionOf(path);
  if ([".yaml", ".yml", ".json"].includes(extension)) return true;
  return extension === "" && /^(?:---\s*$|\w+:\s*$)/m.test(text) && !/^\[[\w.-]+(?::\w+)?\]\s*$/m.test(text);
}

function varsPlace(position: YamlPosition, text: string, ofHost: boolean): CompletionPlace | undefined {
  if (position.kind === "text" || position.kind === "comment") return undefined;
  return belowVariable(position, position.path, text, ofHost);
}

/** `path` begins with the variable, where there is one. */
function belowVariable(
  position: Extract<YamlPosition, { kind: "key" | "value" }>,
  path: YamlPath,
  text: string,
  ofHost: boolean,
): CompletionPlace | undefined {
  const [name, ...rest] = path;
  if (position.kind === "value") {
    if (name === undefined || name === "-") return undefined;
    return { kind: "value", notation: "yaml", name, path: rest, scalar: position.scalar };
  }
  const { word, siblings: taken } = position;
  const bare = position.hasColon || /^[ \t]*\S/.test(text.slice(word.end, text.indexOf("\n", word.end) + 1 || text.length));
  if (name === undefined) return { kind: "variable-name", word, notation: "yaml", bare, taken, ofHost };
  return name === "-" ? undefined : { kind: "nested-key", name, path: rest, word, bare, taken };
}

/** A YAML hosts file: groups hold `hosts`, `vars` and `children`, hosts hold variables. */
function hostsPlace(position: YamlPosition, text: string): CompletionPlace | undefined {
  if (position.kind === "text" || position.kind === "comment") return undefined;
  let at: "groups" | "group" | "hosts" | "variables" = "groups";
  let ofHost = false;
  const path = [...position.path];
  for (let step = path.shift(); step !== undefined; step = path.shift()) {
    if (step === "-") return undefined;
    if (at === "groups") at = "group";
    else if (at === "hosts") {
      at = "variables";
      ofHost = true;
    } else if (at === "group") {
      if (step === "hosts") at = "hosts";
      else if (step === "children") at = "groups";
      else if (step === "vars") at = "variables";
      else return undefined;
    } else return belowVariable(position, [step, ...path], text, ofHost);
  }
  if (position.kind === "value") return undefined;
  const { word, siblings: taken } = position;
  if (at === "variables") return belowVariable(position, [], text, ofHost);
  if (at === "groups") return { kind: "group", word, taken, form: "key" };
  if (at === "hosts") return { kind: "host", word, taken, form: "key" };
  const words = ["hosts", "children", "vars"].filter((one) => !taken.includes(one));
  return { kind: "keyword", word: span(word.start, word.end), words, form: "key" };
}
