import { truthy, useUndefined } from "../../../python/convert";
import { fail, unknown } from "../../../python/failure";
import { typeName, Undefined } from "../../../python/values";
import type { EvaluationContext, Lookup } from "../../context";

/** Lookups that read files or ask the machine of the run: what `outside` offers, else unknown with the lookup's name. */
export const fileLookups: Readonly<Record<string, Lookup>> = {
  file: (context, terms, options) =>
    terms.map((term) => {
      if (term instanceof Undefined) useUndefined(term);
      if (typeof term !== "string") return fail(`expected text as the name of a file, got ${typeName(term)}`);
      const text = read(context, term) ?? unknown(`The lookup 'file' reads ${term}, which is not in reach.`, "lookup");
      const start = truthy(options.get("lstrip") ?? false) ? text.search(/\S|$/) : 0;
      return truthy(options.get("rstrip") ?? true) ? text.slice(start).replace(/\s+$/, "") : text.slice(start);
    }),
  first_found: (context, terms, options) => {
    if (options.size > 0) return unknown("The lookup 'first_found' with options is not evaluated.", "lookup");
    for (const term of terms.flat(1)) {
      if (typeof term !== "string" || !term.startsWith("/")) {
        return unknown("The lookup 'first_found' searches the folders of the run.", "lookup");
      }
      if (read(context, term) !== undefined) return [term];
    }
    return unknown("The lookup 'first_found' searches the disk of the run.", "lookup");
  },
};

function read(context: EvaluationContext, path: string): string | undefined {
  const text = context.outside.readFile?.(path);
  if (text !== undefined) context.budget.allocate(text.length);
  return text;
}

const REASONS: Readonly<Record<string, string>> = {
  config: "asks the configuration of the run",
  csvfile: "reads a file of the run",
  fileglob: "lists files of the run",
  ini: "reads a file of the run",
  inventory_hostnames: "asks the inventory of the run",
  lines: "runs a program",
  password: "makes or reads a password at run time",
  pipe: "runs a program",
  random_choice: "is random by nature",
  template: "reads a template of the run",
  unvault: "reads a vaulted file",
  url: "asks the network",
};

/** The lookups of ansible.builtin whose answer stands in no file of ours. */
export const unknowableLookups: Readonly<Record<string, Lookup>> = Object.fromEntries(
  Object.entries(REASONS).map(([name, reason]): [string, Lookup] => [name, () => unknown(`The lookup '${name}' ${reason}.`, "lookup")]),
);
