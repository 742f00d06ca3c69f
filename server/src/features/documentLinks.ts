import { isAbsolute, isInside, join } from "../files/paths";
import type { Span } from "../text/span";
import { documentIndex, type VariableAt } from "./documentIndex";
import type { Document, FeatureContext } from "./feature";
import { agreements, hostsFor } from "./hostSets";
import { fileLink } from "./places";
import { HIDDEN, isSecret, redacted } from "./secrets";
import { hasTemplate } from "./templates";

export interface DocumentLink {
  /** The value. */
  readonly span: Span;
  /** An address, or a file as `file://`. */
  readonly target: string;
}

/** Values that end in an address or in a file of the workspace: resolved, where all hosts agree, and without credentials. */
export function documentLinks(context: FeatureContext, document: Document): readonly DocumentLink[] {
  const index = documentIndex(context, document);
  const links: DocumentLink[] = [];
  for (const variable of index.variables) {
    if (links.length >= MOST_LINKS) break;
    const { start, end } = variable.valueSpan;
    if (end - start > LONGEST || end <= start) continue;
    const written = document.text.slice(start, end);
    if (!mayLink(variable, written)) continue;
    const target = targetOf(context, variable, hostsFor(context, index, variable).slice(0, MOST_HOSTS));
    if (target !== undefined) links.push({ span: variable.valueSpan, target });
  }
  return links;
}

const MOST_LINKS = 500;
const MOST_HOSTS = 20;
const LONGEST = 2000;

/** An address that is written out is a link of the editor's own. */
function mayLink({ name }: VariableAt, written: string): boolean {
  if (hasTemplate(written)) return /url|repo|:\/\/|dir|path|file|mirror|registry/i.test(name + written);
  return /\.(?:ya?ml|json|j2|crt|pem|conf|list|toml)["']?$/.test(written) && !written.includes("://");
}

function targetOf(context: FeatureContext, { name }: VariableAt, hosts: readonly string[]): string | undefined {
  const [only, ...more] = agreements(hosts, (host) => context.model.resolve(host, name));
  const first = only?.hosts[0];
  if (!only || more.length > 0 || first === undefined) return undefined;
  const { resolved } = only;
  if (resolved.state !== "known" || typeof resolved.value !== "string" || isSecret(context, first, name, resolved)) return undefined;
  const text = resolved.value.trim();
  if (/^https?:\/\/[^\s<>"]+$/.test(text)) return redacted(text).includes(HIDDEN) ? undefined : text;
  return fileTarget(context, text);
}

function fileTarget({ model, fs }: FeatureContext, text: string): string | undefined {
  if (text === "" || text.length > 500 || /[\n:]/.test(text.slice(2))) return undefined;
  const { inventory, kubespray } = model;
  const folders = [inventory.folder, ...(kubespray ? [kubespray.root] : [])];
  for (const folder of folders) {
    const path = isAbsolute(text) ? join(text) : join(folder, text);
    if (folders.some((one) => isInside(path, one)) && fs.kind(path) === "file") return fileLink(path);
  }
  return undefined;
}
