import { str } from "../../python/text";
import type { Value } from "../../python/values";
import type { FeatureContext } from "../feature";
import { ofModel } from "../ofModel";

/** A key of the tables that a variable is looked up in: a text, or the number that an unquoted key is. */
export type Version = string | bigint | number;

/**
 * The keys of a table, by their text. Up to 2.26 a checksum of 0 says that there is none; tables such as scheduler_plugins_supported_versions
 * hold nothing else. Undefined where the table is not known, or has other keys than versions. The keys alone are asked for: whole tables are
 * large.
 */
export function keysOf(context: FeatureContext, host: string, expression: string): ReadonlyMap<string, Version> | undefined {
  return ofModel(context, `table-keys ${host} ${expression}`, () => {
    for (const chosen of [" | selectattr('value')", ""]) {
      const resolved = context.model.evaluate(host, `{{ ${expression} | dict2items${chosen} | map(attribute='key') | list }}`);
      if (resolved.state !== "known" || !Array.isArray(resolved.value) || !resolved.value.every(isVersion)) return undefined;
      if (resolved.value.length > 0) return new Map(resolved.value.map((key) => [str(key), key]));
    }
    return undefined;
  });
}

export function isVersion(key: Value | undefined): key is Version {
  return typeof key === "string" || typeof key === "bigint" || typeof key === "number";
}
