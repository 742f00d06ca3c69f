/** A text for people in both languages of the program. */
export interface Wording {
  readonly en: string;
  readonly zh: string;
}

/** The text for a locale such as `zh-cn`. */
export function say(wording: Wording, locale: string): string {
  return locale.toLowerCase().startsWith("zh") ? wording.zh : wording.en;
}
