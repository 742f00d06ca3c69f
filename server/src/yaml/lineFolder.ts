/**
 * The blanks and line breaks between two pieces of a plain or quoted scalar. Within a line blanks are kept; over lines they fold: one
 * break is a space, each further one a line feed.
 */
export class LineFolder {
  #blanks = "";
  #first = "";
  #more = "";
  /** A line break was met since the last piece. */
  broken = false;

  addBlank(c: number): void {
    if (!this.broken) this.#blanks += String.fromCharCode(c);
  }

  addBreak(text: string): void {
    if (this.broken) this.#more += text;
    else {
      this.broken = true;
      this.#blanks = "";
      this.#first = text;
    }
  }

  /** An escaped line break (`\` at the end of a line): joins the lines with nothing between. */
  join(): void {
    this.broken = true;
  }

  /** What stands between the pieces; starts again. */
  take(): string {
    if (!this.broken) {
      if (this.#blanks === "") return "";
      const blanks = this.#blanks;
      this.#blanks = "";
      return blanks;
    }
    const folded = this.#first === "\n" ? this.#more || " " : this.#first + this.#more;
    this.#first = "";
    this.#more = "";
    this.#blanks = "";
    this.broken = false;
    return folded;
  }
}
