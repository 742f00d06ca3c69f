/** What libyaml finds out about a text before it writes it (emitter.c, yaml_emitter_analyze_scalar), and what PyYAML would read it as. */

export interface ScalarAnalysis {
  readonly multiline: boolean;
  readonly flowPlain: boolean;
  readonly blockPlain: boolean;
  readonly singleQuoted: boolean;
}

export function analyzeScalar(text: string): ScalarAnalysis {
  if (text === "") return { multiline: false, flowPlain: false, blockPlain: true, singleQuoted: true };
  const chars = [...text];
  const isSpace = (c: string | undefined) => c === undefined || /[ \t\r\n\x85\u2028\u2029]/.test(c);
  const isBreak = (c: string | undefined) => c !== undefined && /[\r\n\x85\u2028\u2029]/.test(c);
  let block = /^(?:---|\.\.\.)/.test(text);
  let flow = block;
  let [special, lines, breakSpace, spaceBreak] = [false, false, false, false];
  for (const [i, c] of chars.entries()) {
    const followed = isSpace(chars[i + 1]);
    const preceded = i === 0 || isSpace(chars[i - 1]);
    if (i === 0 && /[#,[\]{}&*!|>'"%@`]/.test(c)) flow = block = true;
    else if (i === 0 && c === "-" && followed) flow = block = true;
    else if (i > 0 && /[,?[\]{}]/.test(c)) flow = true;
    else if (c === ":" || (i === 0 && c === "?")) {
      flow = true;
      if (followed) block = true;
    } else if (i > 0 && c === "#" && preceded) flow = block = true;
    if (!isPrintable(c.codePointAt(0) as number)) special = true;
    if (isBreak(c)) {
      lines = true;
      if (chars[i - 1] === " ") spaceBreak = true;
    } else if (c === " " && isBreak(chars[i - 1])) breakSpace = true;
  }
  const edge = (c: string | undefined) => c === " " || isBreak(c);
  const plain = !edge(chars[0]) && !edge(chars.at(-1)) && !breakSpace && !spaceBreak && !special && !lines;
  return { multiline: lines, flowPlain: plain && !flow, blockPlain: plain && !block, singleQuoted: !breakSpace && !spaceBreak && !special };
}

const OTHER =
  /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|~|null|Null|NULL||<<|=|!|&|\*|[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \t]+)[0-9][0-9]?:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9][0-9])?))?)$/;

/** Whether the plain text would be read as something other than text (yaml/resolver.py). */
export function resolvesToOther(text: string): boolean {
  return OTHER.test(text);
}

/** libyaml's IS_PRINTABLE, to which nothing beyond 16 bits is. */
export function isPrintable(code: number): boolean {
  if (code === 0x0a || (code >= 0x20 && code <= 0x7e)) return true;
  return code >= 0xa0 && code <= 0xffff && !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfeff && code !== 0xfffe && code !== 0xffff;
}
