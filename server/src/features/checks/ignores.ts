import type { DocumentIndex } from "../documentIndex";

/**
 * Comments that ask for silence: `# kubespray: ignore CODE, CODE` behind a line for that line, alone on a line for what stands below it (the
 * whole variable), and `# kubespray: ignore-file CODE` anywhere for the whole file. `;` begins a comment too in a hosts file.
 */
export interface Ignore {
  /** Empty: every code. */
  readonly codes: readonly string[];
  covers(code: string, offset: number, index: DocumentIndex): boolean;
}

const COMMENT = /(^|[ \t\ufeff])[#;][ \t]*kubespray:[ \t]*(ignore-file|ignore)(?![\w-])[ \t:]*([\w, \t-]*)/i;

export function ignoresOf(text: string): readonly Ignore[] {
  if (!/kubespray:[ \t]*ignore/i.test(text)) return [];
  const lines = linesOf(text);
  return lines.flatMap((line, i): Ignore[] => {
    const found = COMMENT.exec(line.text);
    if (!found) return [];
    const [, , what, listed = ""] = found;
    const codes = listed.split(/[\s,]+/).filter(Boolean);
    const matches = (code: string) => codes.length === 0 || codes.includes(code);
    if (what?.toLowerCase() === "ignore-file") return [{ codes, covers: matches }];
    const isAlone = /^\s*[#;]/.test(line.text);
    const target = isAlone ? lines.slice(i + 1).find((one) => !/^\s*(?:[#;].*)?$/.test(one.text)) : line;
    if (!target) return [];
    const { start, end } = target;
    return [
      {
        codes,
        covers: (code, offset, index) => {
          if (!matches(code)) return false;
          if (offset >= start && offset <= end) return true;
          const variable = isAlone ? index.variables.find(({ keySpan }) => keySpan.start >= start && keySpan.start <= end) : undefined;
          return variable !== undefined && offset >= variable.region.start && offset <= variable.region.end;
        },
      },
    ];
  });
}

interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function linesOf(text: string): readonly Line[] {
  let start = 0;
  return text.split("\n").map((line) => {
    const from = start;
    start += line.length + 1;
    return { text: line, start: from, end: from + line.length };
  });
}
