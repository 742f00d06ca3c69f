import { unknown } from "../../python/failure";
import type { Filter, Lookup, Plugins, Test } from "../context";
import { addressFilters } from "./addresses/addressFilters";
import { addressTests } from "./addresses/addressTests";
import { attributeFilters } from "./filters/attributes";
import { combinationFilters } from "./filters/combinations";
import { dictFilters } from "./filters/dicts";
import { digestFilters } from "./filters/digests";
import { fallbackFilters } from "./filters/fallbacks";
import { jsonFilters } from "./filters/json";
import { markupFilters } from "./filters/markup";
import { numberFilters } from "./filters/numbers";
import { paragraphFilters } from "./filters/paragraphs";
import { pathFilters } from "./filters/paths";
import { regexFilters } from "./filters/regularExpressions";
import { selectionFilters } from "./filters/selection";
import { sequenceFilters } from "./filters/sequences";
import { setFilters } from "./filters/sets";
import { sizeFilters } from "./filters/sizes";
import { textFilters } from "./filters/text";
import { timeFilters } from "./filters/times";
import { unknowableFilters } from "./filters/unknowable";
import { urlFilters } from "./filters/urls";
import { yamlFilters } from "./filters/yaml";
import { globalFunctions } from "./globals";
import { fileLookups, unknowableLookups } from "./lookups/files";
import { listLookups } from "./lookups/lists";
import { sequenceLookup } from "./lookups/sequence";
import { variableLookups } from "./lookups/variables";
import { comparisonTests } from "./tests/comparison";
import { matchingTests } from "./tests/matching";
import { resultTests } from "./tests/results";
import { typeTests } from "./tests/types";
import { versionTests } from "./tests/version";

/**
 * Every filter, test, lookup and global that templates can use, one table per family in the folders beside this file. To add one, put it
 * into its family's table. A name that stands in no table is one that we do not have: the engine says so, naming it.
 */

const coreFilters: Readonly<Record<string, Filter>> = {
  ...attributeFilters,
  ...combinationFilters,
  ...digestFilters,
  ...markupFilters,
  ...paragraphFilters,
  ...pathFilters,
  ...sizeFilters,
  ...timeFilters,
  ...unknowableFilters,
  ...urlFilters,
  ...yamlFilters,
  ...dictFilters,
  ...fallbackFilters,
  ...jsonFilters,
  ...numberFilters,
  ...regexFilters,
  ...selectionFilters,
  ...sequenceFilters,
  ...setFilters,
  ...textFilters,
};

const coreTests: Readonly<Record<string, Test>> = { ...comparisonTests, ...matchingTests, ...resultTests, ...typeTests, ...versionTests };

const coreLookups: Readonly<Record<string, Lookup>> = {
  ...fileLookups,
  ...listLookups,
  ...unknowableLookups,
  ...variableLookups,
  sequence: sequenceLookup,
};

/** Given an undefined as it is. Under their full names too. */
const ACCEPT_UNDEFINED = ["default", "d", "mandatory", "ternary", "type_debug", "defined", "undefined", "vault_encrypted"];

export const builtinPlugins: Plugins = {
  filters: new Map([...named(coreFilters), ...addressNames()]),
  tests: new Map([
    ...named(coreTests),
    ...Object.entries(addressTests).map(([name, test]): [string, Test] => [`ansible.utils.${name}`, test]),
  ]),
  lookups: named(coreLookups),
  globals: new Map(Object.entries(globalFunctions)),
  acceptUndefined: new Set(ACCEPT_UNDEFINED.flatMap((name) => [name, `ansible.builtin.${name}`])),
};

/** By short name and as `ansible.builtin.name` (and ansible.legacy, its older name). */
function named<T>(table: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  const out = new Map<string, T>();
  for (const [name, plugin] of Object.entries(table)) {
    out.set(name, plugin);
    if (/^\w+$/.test(name)) {
      out.set(`ansible.builtin.${name}`, plugin);
      out.set(`ansible.legacy.${name}`, plugin);
    }
  }
  return out;
}

/**
 * The filters of ansible.utils: by their full name, and by the short name and that of ansible.netcommon, which the ansible package of the
 * classic generation redirects (config/ansible_builtin_runtime.yml) and that of the native one no longer does. ip4_hex is redirected to
 * a name that does not exist.
 */
function addressNames(): [string, Filter][] {
  return Object.entries(addressFilters).flatMap(([name, filter]): [string, Filter][] => {
    const names = name === "ip4_hex" ? [] : [name, `ansible.builtin.${name}`, `ansible.netcommon.${name}`];
    return [[`ansible.utils.${name}`, filter], ...names.map((one): [string, Filter] => [one, redirected(one, name, filter)])];
  });
}

function redirected(name: string, short: string, filter: Filter): Filter {
  return (context, input, args) =>
    context.generation === "classic"
      ? filter(context, input, args)
      : unknown(`The filter '${name}' is found as ansible.utils.${short} only.`, "filter");
}
