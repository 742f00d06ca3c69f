/** The escapes of one letter or sign that Python's texts, regular expressions and replacement templates have in common. */
export const CONTROL_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["\\", "\\"],
]);

/** Those of a text in quotes. */
export const TEXT_ESCAPES: ReadonlyMap<string, string> = new Map([...CONTROL_ESCAPES, ["\n", ""], ["'", "'"], ['"', '"']]);
