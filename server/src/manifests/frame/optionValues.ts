import type { Wording } from "../../text/wording";
import type { ManifestOption, OptionValues } from "../manifest";

/**
 * What a user gave for the options of a manifest, checked, and then as the generator asks for it. The command line and the editor give the
 * same shape and are told the same faults; options of the same name are one option, so that all kinds can be made from one set of answers.
 */
export type GivenOptions = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

export interface OptionFault {
  readonly option: ManifestOption;
  /** Absent where a required option was not given. */
  readonly value?: string;
  readonly wording: Wording;
}

/** What is wrong with the values for these options; names that are no option of them are passed over. */
export function optionFaults(options: readonly ManifestOption[], given: GivenOptions): readonly OptionFault[] {
  return options.flatMap((option): OptionFault[] => {
    const values = asList(given[option.name]);
    if (values.length === 0) {
      const missing = option.required === true && option.default === undefined && option.type !== "flag";
      return missing ? [{ option, wording: { en: "it is needed", zh: "必须给出" } }] : [];
    }
    return values.flatMap((value) => {
      const wording = option.type === "flag" ? undefined : valueFault(option, value);
      return wording === undefined ? [] : [{ option, value, wording }];
    });
  });
}

/** What is wrong with one value, or undefined. */
export function valueFault(option: ManifestOption, value: string): Wording | undefined {
  if (value === "") return { en: "it is empty", zh: "值为空" };
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]|\p{Surrogate}/u.test(value))
    return { en: "it holds a line break or another character that cannot be seen", zh: "其中有换行或其他不可见字符" };
  const words = option.choices?.map((one) => one.value);
  if (words !== undefined && !words.includes(value))
    return { en: `it must be one of ${words.join(", ")}`, zh: `只能是 ${words.join("、")} 之一` };
  return option.check?.(value);
}

/** The values as a generator asks for them. Throws Error where it asks for what it does not declare. */
export function optionValues(options: readonly ManifestOption[], given: GivenOptions): OptionValues {
  const find = (name: string, ...types: readonly ManifestOption["type"][]): ManifestOption => {
    const option = options.find((one) => one.name === name && types.includes(one.type));
    if (option === undefined) throw new Error(`no option ${name} of type ${types.join(" or ")} is declared`);
    return option;
  };
  return {
    text(name) {
      const option = find(name, "text", "choice");
      return asList(given[name])[0] ?? option.default;
    },
    list(name) {
      const option = find(name, "list");
      const values = asList(given[name]);
      return values.length === 0 && option.default !== undefined ? [option.default] : values;
    },
    flag: (name) => find(name, "flag") && given[name] === true,
  };
}

/** The options of several kinds, each name once, in the order in which they are met: required wherever one kind requires it. */
export function sharedOptions(kinds: readonly { readonly options: readonly ManifestOption[] }[]): readonly ManifestOption[] {
  const byName = new Map<string, ManifestOption>();
  for (const option of kinds.flatMap(({ options }) => options)) {
    const known = byName.get(option.name);
    if (known === undefined) byName.set(option.name, option);
    else if (option.required && !known.required) byName.set(option.name, { ...known, required: true });
  }
  return [...byName.values()];
}

function asList(value: GivenOptions[string]): readonly string[] {
  if (value === undefined || typeof value === "boolean") return [];
  return typeof value === "string" ? [value] : value;
}
