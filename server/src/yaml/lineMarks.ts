import { isBlank } from "./cursor";

/**
 * Finds the `: ` and ` #` of a line by searching the text once from front to back, which is faster than looking at every character. To be
 * asked in the order of the text; within a line any order will do.
 */
export class LineMarks {
  /** The first of its kind at or behind the place last asked for. */
  #nextColon = -1;
  #nextHash = -1;

  constructor(private readonly text: string) {}

  /** The next colon before `limit` that a blank or the line's end follows, -1 where there is none. */
  colon(start: number, limit: number, lineEnd: number): number {
    if (this.#nextColon < start) this.#nextColon = this.#find(":", start);
    let at = this.#nextColon;
    while (at < limit) {
      if (at + 1 >= lineEnd || isBlank(this.text.charCodeAt(at + 1))) return at;
      at = this.#find(":", at + 1);
      this.#nextColon = at;
    }
    return -1;
  }

  /** Where a comment behind a blank starts; the line's end where there is none. */
  comment(start: number, lineEnd: number): number {
    if (this.#nextHash < start) this.#nextHash = this.#find("#", start);
    let at = this.#nextHash;
    while (at < lineEnd) {
      if (isBlank(this.text.charCodeAt(at - 1))) return at;
      at = this.#find("#", at + 1);
    }
    return lineEnd;
  }

  #find(character: string, start: number): number {
    const found = this.text.indexOf(character, start);
    return found < 0 ? this.text.length : found;
  }
}
