/** Python's title() and capitalize(). */

export function isCased(c: string): boolean {
  return c.toLowerCase() !== c.toUpperCase();
}

/** str.title(): a letter behind what is no letter is made a capital, the others small. */
export function titleCase(text: string): string {
  let out = "";
  let inWord = false;
  for (const c of text) {
    if (isCased(c)) {
      out += inWord ? c.toLowerCase() : initial(c);
      inWord = true;
    } else {
      out += c;
      inWord = false;
    }
  }
  return out;
}

/** str.capitalize() */
export function capitalize(text: string): string {
  const [first = ""] = text;
  return initial(first) + text.slice(first.length).toLowerCase();
}

/** The capital at the head of a word: only the first letter of one that becomes several ("ß" gives "Ss"). */
function initial(c: string): string {
  const [head = "", ...rest] = c.toUpperCase();
  return head + rest.join("").toLowerCase();
}
