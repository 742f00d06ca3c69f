import { DOT, HASH, hexDigit, isBlank, isBlankOrEnd, isBreakOrEnd, isDigit, isWord } from "./cursor";
import type { Scanner } from "./scanner";
import type { Token } from "./token";

/**
 * `&anchor`, `*alias`, `!tag` and `%directives` (libyaml: yaml_parser_scan_anchor, _tag, _directive). Each starts at its first character.
 */
export function scanAnchor(scanner: Scanner, type: "anchor" | "alias"): Token {
  const start = scanner.pos;
  scanner.pos++;
  const name = takeWord(scanner);
  // A blank, or one of `?:,]}%@` and a backquote
  if (name === "" || !(isBlankOrEnd(scanner.at()) || ANCHOR_ENDS.includes(String.fromCharCode(scanner.at())))) {
    const what = type === "anchor" ? "An anchor (`&name`)" : "An alias (`*name`)";
    scanner.fault(`${what} is made of letters, digits, \`-\` and \`_\`: quote the value if it is none.`);
  }
  return { type, start, end: scanner.pos, name };
}

const ANCHOR_ENDS = "?:,]}%@`";

export function scanTag(scanner: Scanner): Token {
  const start = scanner.pos;
  let handle = "";
  let suffix: string;
  if (scanner.at(1) === 60) {
    scanner.pos += 2;
    suffix = scanUri(scanner, true, "");
    if (scanner.at() !== 62) scanner.fault("A tag in `!<...>` is not closed: `>` is missing.");
    scanner.pos++;
  } else {
    handle = scanHandle(scanner, false);
    if (handle.length > 1 && handle.endsWith("!")) suffix = scanUri(scanner, false, "");
    else {
      suffix = scanUri(scanner, false, handle);
      handle = "!";
      if (suffix === "") {
        handle = "";
        suffix = "!";
      }
    }
  }
  if (!isBlankOrEnd(scanner.at()) && !(scanner.flowLevel > 0 && scanner.at() === 44)) {
    scanner.fault("A tag (`!name`) ends with a space: quote the value if it is none.");
  }
  return { type: "tag", start, end: scanner.pos, handle, suffix };
}

export function scanDirective(scanner: Scanner): Token {
  const start = scanner.pos;
  scanner.pos++;
  const name = takeWord(scanner);
  if (name === "" || !isBlankOrEnd(scanner.at()))
    scanner.fault("A line that starts with `%` is a directive: quote the value if it is none.");
  let token: Token;
  if (name === "YAML") {
    skipBlanks(scanner);
    const major = scanVersionNumber(scanner);
    if (scanner.at() !== DOT) scanner.fault("`%YAML` needs a version such as 1.1.");
    scanner.pos++;
    token = { type: "version-directive", start, major, minor: scanVersionNumber(scanner), end: scanner.pos };
  } else if (name === "TAG") {
    skipBlanks(scanner);
    const handle = scanHandle(scanner, true);
    if (!isBlank(scanner.at())) scanner.fault("`%TAG` needs a handle and a prefix.");
    skipBlanks(scanner);
    const prefix = scanUri(scanner, true, "");
    if (!isBlankOrEnd(scanner.at())) scanner.fault("`%TAG` ends with its prefix.");
    token = { type: "tag-directive", start, handle, prefix, end: scanner.pos };
  } else scanner.fault(`\`%${name}\` is no directive that is known: quote the value if it is none.`);
  skipBlanks(scanner);
  if (scanner.at() === HASH) scanner.skipToLineEnd();
  if (!isBreakOrEnd(scanner.at())) scanner.fault("Only a comment may follow a directive.");
  scanner.takeBreak();
  return token;
}

function scanVersionNumber(scanner: Scanner): number {
  const start = scanner.pos;
  while (isDigit(scanner.at())) {
    if (scanner.pos - start === 9) scanner.fault("The version after `%YAML` is too long.");
    scanner.pos++;
  }
  if (scanner.pos === start) scanner.fault("`%YAML` needs a version such as 1.1.");
  return Number(scanner.text.slice(start, scanner.pos));
}

/** `!`, `!!` or `!name!`; `!name` where it is the start of a tag after all. */
function scanHandle(scanner: Scanner, directive: boolean): string {
  if (scanner.at() !== 33) scanner.fault("A tag handle starts with `!`.");
  scanner.pos++;
  const name = takeWord(scanner);
  if (scanner.at() === 33) {
    scanner.pos++;
    return `!${name}!`;
  }
  if (directive && name !== "") scanner.fault("A tag handle ends with `!`.");
  return `!${name}`;
}

/** The rest of a tag after `head`, of which the leading `!` is dropped. */
function scanUri(scanner: Scanner, brackets: boolean, head: string): string {
  let uri = head.slice(1);
  let length = head.length;
  for (;;) {
    const c = scanner.at();
    if (c === 37) uri += scanUriEscape(scanner);
    else if (isWord(c) || URI_CHARACTERS.includes(String.fromCharCode(c)) || (brackets && (c === 44 || c === 91 || c === 93))) {
      uri += String.fromCharCode(c);
      scanner.pos++;
    } else break;
    length++;
  }
  if (length === 0) scanner.fault("A tag has no name: quote the value if it is none.");
  return uri;
}

const URI_CHARACTERS = ";/?:@&=+$.!~*'()";

function scanUriEscape(scanner: Scanner): string {
  const bytes: number[] = [];
  let width = 0;
  do {
    const high = hexDigit(scanner.at(1));
    const low = hexDigit(scanner.at(2));
    if (scanner.at() !== 37 || high < 0 || low < 0) scanner.fault("`%` in a tag needs two hexadecimal digits.");
    const octet = high * 16 + low;
    if (width === 0) {
      width = octet < 0x80 ? 1 : (octet & 0xe0) === 0xc0 ? 2 : (octet & 0xf0) === 0xe0 ? 3 : (octet & 0xf8) === 0xf0 ? 4 : 0;
      if (width === 0) scanner.fault("`%` escapes in a tag are not UTF-8.");
    } else if ((octet & 0xc0) !== 0x80) scanner.fault("`%` escapes in a tag are not UTF-8.");
    bytes.push(octet);
    scanner.pos += 3;
  } while (bytes.length < width);
  return new TextDecoder().decode(new Uint8Array(bytes));
}

function takeWord(scanner: Scanner): string {
  const start = scanner.pos;
  while (isWord(scanner.at())) scanner.pos++;
  return scanner.text.slice(start, scanner.pos);
}

function skipBlanks(scanner: Scanner): void {
  while (isBlank(scanner.at())) scanner.pos++;
}
