import { type Definition, LAYER_KINDS } from "../../ansible/model";
import type { FilePath } from "../../files/fileSystem";
import { compareCodePoints } from "../../files/paths";
import type { OutputNode, Statement } from "../../jinja/ast";
import { parseTemplate } from "../../jinja/parse/parseTemplate";
import type { Model } from "../../kubespray/model";

/**
 * Which variables begin a text: `{{ kubelet_download_url }}` begins with that variable, whose own template begins with `dl_k8s_io_url`, whose
 * value begins with `https://dl.k8s.io`. Whoever replaces what a text begins with replaces one link of this chain, and all that follows
 * (versions, architectures) stays a template. Read off the parsed templates, so that it holds for every release and every user's own lines.
 */
export interface LeadingChain {
  /** From the variable that the text itself names down to the one that names none. */
  readonly links: readonly Link[];
  /** What the last link begins with, where that is plain text. */
  readonly literal: string | undefined;
  /** What the last link begins with, where that is an expression other than a name. */
  readonly expression: OutputNode | undefined;
  /** Why the chain cannot be followed to its end. */
  readonly broken: string | undefined;
}

export interface Link {
  readonly name: string;
  /** The definition that counts. */
  readonly definition: Definition | undefined;
  /** It counts whatever the file of overrides says. */
  readonly stronger: boolean;
  /** The link's own source behind what it begins with. */
  readonly tail: string;
}

const LONGEST = 20;

/** `target`: the file of overrides; what is read after it, or is stronger than its folder, stands above it. */
export function leadingChain(model: Model, host: string, raw: string, target: FilePath): LeadingChain {
  const links: Link[] = [];
  const end = (part: Partial<LeadingChain>): LeadingChain => ({
    links,
    literal: undefined,
    expression: undefined,
    broken: undefined,
    ...part,
  });
  let lead = leadOf(raw);
  while (lead.kind === "name") {
    const { name } = lead;
    if (links.length === LONGEST || links.some((link) => link.name === name)) return end({ broken: `${name} leads back to itself` });
    // A role that the play of roles/download does not run has its defaults in the catalog alone.
    const definition = model.definitions(host, name)[0] ?? model.catalog.definitions(name)[0];
    const value = definition?.raw();
    lead =
      typeof value === "string" ? leadOf(value) : { kind: "broken", why: definition ? `${name} is no text` : `${name} is not defined` };
    links.push({
      name,
      definition,
      stronger: definition !== undefined && beats(definition, target),
      tail: "tail" in lead ? lead.tail : "",
    });
  }
  if (lead.kind === "text") return end({ literal: lead.text });
  return lead.kind === "expression" ? end({ expression: lead.output }) : end({ broken: lead.why });
}

/** The template of a link with the variables that it begins with written out, but for the literal that it then begins with. */
export function tailFrom(chain: LeadingChain, link: number): string {
  return chain.links
    .slice(link)
    .map(({ tail }) => tail)
    .reverse()
    .join("");
}

type Lead =
  | { readonly kind: "text"; readonly text: string; readonly tail: string }
  | { readonly kind: "name"; readonly name: string; readonly tail: string }
  | { readonly kind: "expression"; readonly output: OutputNode; readonly tail: string }
  | { readonly kind: "broken"; readonly why: string };

/** What a template begins with. */
export function leadOf(raw: string): Lead {
  if (raw.startsWith("#jinja2:")) return { kind: "broken", why: "it changes the marks of its templates in a first line of its own" };
  const { template, problems } = parseTemplate(raw, { ansibleEscapes: true });
  if (problems.length > 0) return { kind: "broken", why: "its template has an error" };
  const first: Statement | undefined = template.body[0];
  if (first === undefined) return { kind: "text", text: "", tail: raw };
  // A comment or a trimmed blank in front: what is read is not what is written.
  if (first.span.start !== 0) return { kind: "broken", why: "it begins with a comment or a blank" };
  const tail = raw.slice(first.span.end);
  if (first.kind === "text") {
    const text = raw.slice(0, first.span.end);
    return first.text === text
      ? { kind: "text", text, tail }
      : { kind: "text", text: commonStart(first.text, text), tail: text.slice(commonStart(first.text, text).length) + tail };
  }
  if (first.kind !== "output") return { kind: "broken", why: "it begins with a statement" };
  if (/^\{\{[-+]/.test(raw) || /[-+]\}\}$/.test(raw.slice(0, first.span.end)))
    return { kind: "broken", why: "it trims the blanks around what it begins with" };
  return first.expression.kind === "name"
    ? { kind: "name", name: first.expression.name, tail }
    : { kind: "expression", output: first, tail };
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

/** True where a definition counts although the file of overrides says something else (ansible/vars/manager.py, dataloader.py). */
function beats(definition: Definition, target: FilePath): boolean {
  const rank = LAYER_KINDS.indexOf(definition.layer);
  const own = LAYER_KINDS.indexOf("group-vars-all");
  if (rank !== own) return rank > own;
  return definition.file !== undefined && definition.file !== target && readAfter(definition.file, target);
}

/** A folder of variables is read in order of name, folders within it in their place. */
function readAfter(a: FilePath, b: FilePath): boolean {
  const [one, other] = [a.split("/"), b.split("/")];
  const at = one.findIndex((part, i) => part !== other[i]);
  return at >= 0 && compareCodePoints(one[at] ?? "", other[at] ?? "") > 0;
}
