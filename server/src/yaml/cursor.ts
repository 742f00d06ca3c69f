/**
 * A place in a text and the character classes of YAML 1.1 as libyaml tests them. Positions are UTF-16 offsets; the end of the text reads
 * as 0, which the text itself cannot hold (see checkCharacters).
 */
export class Cursor {
  pos: number;
  line = 0;
  /** Offset at which column 0 of the current line stands. */
  lineStart: number;

  constructor(
    readonly text: string,
    readonly end: number,
    start = 0,
  ) {
    this.pos = start;
    this.lineStart = start;
  }

  get column(): number {
    return this.pos - this.lineStart;
  }
  at(offset = 0): number {
    const at = this.pos + offset;
    return at < this.end ? this.text.charCodeAt(at) : 0;
  }
  /** Passes over a line break and gives what it stands for in a scalar. The end of the text gives nothing. */
  takeBreak(): string {
    const c = this.at();
    if (!isBreak(c)) return "";
    this.pos += c === CR && this.at(1) === LF ? 2 : 1;
    this.line++;
    this.lineStart = this.pos;
    return c === 0x2028 || c === 0x2029 ? String.fromCharCode(c) : "\n";
  }
  skipToLineEnd(): void {
    while (!isBreakOrEnd(this.at())) this.pos++;
  }
  /** `---` or `...` alone at the start of a line. */
  atDocumentIndicator(indicator?: number): boolean {
    const c = this.at();
    if (this.pos !== this.lineStart || (indicator === undefined ? c !== DASH && c !== DOT : c !== indicator)) return false;
    return this.at(1) === c && this.at(2) === c && isBlankOrEnd(this.at(3));
  }
}

export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const HASH = 35;
export const DASH = 45;
export const DOT = 46;
export const COLON = 58;

export function isBreak(c: number): boolean {
  return c === LF || c === CR || c === 0x85 || c === 0x2028 || c === 0x2029;
}
export function isBreakOrEnd(c: number): boolean {
  return c === 0 || isBreak(c);
}
export function isBlank(c: number): boolean {
  return c === SPACE || c === TAB;
}
export function isBlankOrEnd(c: number): boolean {
  return c === SPACE || c === 0 || c === TAB || isBreak(c);
}
export function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}
/** Letters, digits, `_` and `-`: anchors and tag handles. */
export function isWord(c: number): boolean {
  return isDigit(c) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || c === DASH;
}
/** The value of a hexadecimal digit, -1 for anything else. */
export function hexDigit(c: number): number {
  if (isDigit(c)) return c - 48;
  const lower = c | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
/** `,` `[` `]` `{` `}` */
export function isFlowIndicator(c: number): boolean {
  return c === 44 || c === 91 || c === 93 || c === 123 || c === 125;
}
