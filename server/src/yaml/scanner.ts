import { COLON, CR, Cursor, DASH, DOT, HASH, isBlankOrEnd, isBreak, SPACE, TAB } from "./cursor";
import { scanBlockScalar } from "./scanBlockScalar";
import { scanPlainScalar } from "./scanPlainScalar";
import { scanAnchor, scanDirective, scanTag } from "./scanProperties";
import { scanQuotedScalar } from "./scanQuotedScalar";
import type { PlainTokenType, Token } from "./token";
import { YamlFault } from "./yamlFault";

/** Deeper nesting is refused: real files stay below 20, and everything that walks a value may recurse. */
export const MAXIMUM_DEPTH = 400;

/** A key without `?` is known by the `:` after it, on the same line and within this many characters. */
const SIMPLE_KEY_LENGTH = 1024;

interface SimpleKey {
  possible: boolean;
  required: boolean;
  tokenNumber: number;
  position: number;
  line: number;
  column: number;
}

/**
 * Text to tokens exactly as libyaml 0.2.5 (src/scanner.c), which PyYAML and so Ansible reads YAML with: same tokens, same complaints at
 * the same place. The `yaml` package follows YAML 1.2 and accepts and refuses other texts. `peek` and `next` throw a YamlFault.
 */
export class Scanner extends Cursor {
  flowLevel = 0;
  /** Column of the innermost block collection, -1 outside any. */
  indent = -1;
  simpleKeyAllowed = true;
  readonly #indents: number[] = [];
  /** One for each flow level. */
  readonly #simpleKeys: SimpleKey[] = [noKey()];
  /** Simple keys below this level are known to be impossible, so that deep nesting costs nothing for every token. */
  #firstPossible = 0;
  #queue: Token[] = [];
  #head = 0;
  #taken = 0;
  #ended = false;

  peek(): Token {
    while (this.#needsMore()) this.#fetch();
    return this.#queue[this.#head] as Token;
  }

  next(): Token {
    const token = this.peek();
    this.#head++;
    this.#taken++;
    if (this.#head === this.#queue.length) {
      this.#queue = [];
      this.#head = 0;
    }
    return token;
  }

  /** Throws the complaint that PyYAML has at `at`, the current place if left out. */
  fault(message: string, at = this.pos): never {
    throw new YamlFault("yaml-scanner", message, { start: at, end: Math.min(at + 1, this.end) });
  }

  #needsMore(): boolean {
    if (this.#head === this.#queue.length) return !this.#ended;
    this.#dropStaleKeys();
    for (let level = this.#firstPossible; level < this.#simpleKeys.length; level++) {
      const key = this.#simpleKeys[level] as SimpleKey;
      if (key.possible && key.tokenNumber === this.#taken) return true;
    }
    return false;
  }

  #fetch(): void {
    this.#skipToToken();
    this.#dropStaleKeys();
    this.#unrollIndent(this.column);
    const c = this.at();
    if (c === 0) {
      this.#fetchStreamEnd();
      return;
    }
    if (this.column === 0) {
      if (c === 37) {
        this.#fetchDirective();
        return;
      }
      if (c === DASH && this.atDocumentIndicator(DASH)) {
        this.#fetchDocumentIndicator("document-start");
        return;
      }
      if (c === DOT && this.atDocumentIndicator(DOT)) {
        this.#fetchDocumentIndicator("document-end");
        return;
      }
    }
    switch (c) {
      case 91:
        this.#fetchFlowStart("flow-sequence-start");
        return;
      case 123:
        this.#fetchFlowStart("flow-mapping-start");
        return;
      case 93:
        this.#fetchFlowEnd("flow-sequence-end");
        return;
      case 125:
        this.#fetchFlowEnd("flow-mapping-end");
        return;
      case 44:
        this.#removeKey();
        this.simpleKeyAllowed = true;
        this.#push("flow-entry", 1);
        return;
      case DASH:
        if (isBlankOrEnd(this.at(1))) {
          this.#fetchBlockEntry();
          return;
        }
        break;
      case 63:
        if (this.flowLevel > 0 || isBlankOrEnd(this.at(1))) {
          this.#fetchKey();
          return;
        }
        break;
      case COLON:
        if (this.flowLevel > 0 || isBlankOrEnd(this.at(1))) {
          this.#fetchValue();
          return;
        }
        break;
      case 42:
      case 38:
        this.#saveKey();
        this.simpleKeyAllowed = false;
        this.#queue.push(scanAnchor(this, c === 42 ? "alias" : "anchor"));
        return;
      case 33:
        this.#saveKey();
        this.simpleKeyAllowed = false;
        this.#queue.push(scanTag(this));
        return;
      case 124:
      case 62:
        if (this.flowLevel > 0) break;
        this.#removeKey();
        this.simpleKeyAllowed = true;
        this.#queue.push(scanBlockScalar(this, c === 124));
        return;
      case 39:
      case 34:
        this.#saveKey();
        this.simpleKeyAllowed = false;
        this.#queue.push(scanQuotedScalar(this, c === 39));
        return;
    }
    if (!this.#startsPlain(c)) this.fault(cannotStart(c));
    this.#saveKey();
    this.simpleKeyAllowed = false;
    this.#queue.push(scanPlainScalar(this));
  }

  #startsPlain(c: number): boolean {
    if (c === DASH) return this.at(1) !== SPACE && this.at(1) !== TAB;
    if (c === 63 || c === COLON) return this.flowLevel === 0 && !isBlankOrEnd(this.at(1));
    return c !== TAB && c !== HASH && c !== 124 && c !== 62 && c !== 37 && c !== 64 && c !== 96;
  }

  /** Passes over blanks, comments and line breaks. A tab may not indent in block context. */
  #skipToToken(): void {
    for (;;) {
      if (this.column === 0 && this.at() === 0xfeff) this.pos++;
      let c = this.at();
      while (c === SPACE || (c === TAB && (this.flowLevel > 0 || !this.simpleKeyAllowed))) {
        this.pos++;
        c = this.at();
      }
      if (c === HASH) {
        this.skipToLineEnd();
        c = this.at();
      }
      if (!isBreak(c)) return;
      this.takeBreak();
      if (this.flowLevel === 0) this.simpleKeyAllowed = true;
    }
  }

  // Simple keys

  #dropStaleKeys(): void {
    const keys = this.#simpleKeys;
    for (let level = this.#firstPossible; level < keys.length; level++) {
      const key = keys[level] as SimpleKey;
      if (key.possible && (key.line < this.line || this.#isFarFrom(key.position))) this.#giveUp(key);
      if (!key.possible && level === this.#firstPossible && level < keys.length - 1) this.#firstPossible++;
    }
  }

  #isFarFrom(position: number): boolean {
    if (this.pos - position <= SIMPLE_KEY_LENGTH) return false;
    if (this.pos - position > 2 * SIMPLE_KEY_LENGTH) return true;
    let characters = 0; // libyaml counts code points
    for (let i = position; i < this.pos; i++) if ((this.text.charCodeAt(i) & 0xfc00) !== 0xdc00) characters++;
    return characters > SIMPLE_KEY_LENGTH;
  }

  #giveUp(key: SimpleKey): void {
    if (key.possible && key.required) this.fault("A key without a colon: `: ` is missing after the text that starts this line.");
    key.possible = false;
  }

  #saveKey(): void {
    if (!this.simpleKeyAllowed) return;
    this.#removeKey();
    const level = this.#simpleKeys.length - 1;
    this.#simpleKeys[level] = {
      possible: true,
      required: this.flowLevel === 0 && this.indent === this.column,
      tokenNumber: this.#taken + this.#queue.length - this.#head,
      position: this.pos,
      line: this.line,
      column: this.column,
    };
    if (level < this.#firstPossible) this.#firstPossible = level;
  }

  #removeKey(): void {
    this.#giveUp(this.#topKey());
  }

  #topKey(): SimpleKey {
    return this.#simpleKeys[this.#simpleKeys.length - 1] as SimpleKey;
  }

  // Indentation

  #rollIndent(column: number, type: "block-sequence-start" | "block-mapping-start", at: number, tokenNumber?: number): void {
    if (this.flowLevel > 0 || this.indent >= column) return;
    this.#indents.push(this.indent);
    if (this.#indents.length > MAXIMUM_DEPTH) this.#tooDeep();
    this.indent = column;
    const token: Token = { type, start: at, end: at };
    if (tokenNumber === undefined) this.#queue.push(token);
    else this.#insert(tokenNumber, token);
  }

  #unrollIndent(column: number): void {
    if (this.flowLevel > 0) return;
    while (this.indent > column) {
      this.#queue.push({ type: "block-end", start: this.pos, end: this.pos });
      this.indent = this.#indents.pop() as number;
    }
  }

  #insert(tokenNumber: number, token: Token): void {
    this.#queue.splice(this.#head + tokenNumber - this.#taken, 0, token);
  }

  #tooDeep(): never {
    throw new YamlFault("yaml-limit", `Nested more than ${MAXIMUM_DEPTH} levels deep: not read further.`, {
      start: this.pos,
      end: this.pos,
    });
  }

  // Tokens

  #push(type: PlainTokenType, length: number): void {
    const start = this.pos;
    this.pos += length;
    this.#queue.push({ type, start, end: this.pos });
  }

  #fetchStreamEnd(): void {
    this.line++; // ends the last line, so that no simple key is possible any more
    this.#unrollIndent(-1);
    this.#removeKey();
    this.simpleKeyAllowed = false;
    this.#push("stream-end", 0);
    this.#ended = true;
  }

  #fetchDirective(): void {
    this.#unrollIndent(-1);
    this.#removeKey();
    this.simpleKeyAllowed = false;
    this.#queue.push(scanDirective(this));
  }

  #fetchDocumentIndicator(type: "document-start" | "document-end"): void {
    this.#unrollIndent(-1);
    this.#removeKey();
    this.simpleKeyAllowed = false;
    this.#push(type, 3);
  }

  #fetchFlowStart(type: "flow-sequence-start" | "flow-mapping-start"): void {
    this.#saveKey();
    this.#simpleKeys.push(noKey());
    this.flowLevel++;
    if (this.flowLevel > MAXIMUM_DEPTH) this.#tooDeep();
    this.simpleKeyAllowed = true;
    this.#push(type, 1);
  }

  #fetchFlowEnd(type: "flow-sequence-end" | "flow-mapping-end"): void {
    this.#removeKey();
    if (this.flowLevel > 0) {
      this.flowLevel--;
      this.#simpleKeys.pop();
      if (this.#firstPossible >= this.#simpleKeys.length) this.#firstPossible = this.#simpleKeys.length - 1;
    }
    this.simpleKeyAllowed = false;
    this.#push(type, 1);
  }

  #fetchBlockEntry(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) this.fault("A list item (`- `) cannot stand here: start it on a line of its own.");
      this.#rollIndent(this.column, "block-sequence-start", this.pos);
    }
    this.#removeKey();
    this.simpleKeyAllowed = true;
    this.#push("block-entry", 1);
  }

  #fetchKey(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) this.fault("A key (`? `) cannot stand here: quote the value, or start the key on a line of its own.");
      this.#rollIndent(this.column, "block-mapping-start", this.pos);
    }
    this.#removeKey();
    this.simpleKeyAllowed = this.flowLevel === 0;
    this.#push("key", 1);
  }

  #fetchValue(): void {
    const key = this.#topKey();
    if (key.possible) {
      this.#insert(key.tokenNumber, { type: "key", start: key.position, end: key.position });
      this.#rollIndent(key.column, "block-mapping-start", key.position, key.tokenNumber);
      key.possible = false;
      this.simpleKeyAllowed = false;
    } else {
      if (this.flowLevel === 0) {
        if (!this.simpleKeyAllowed) this.fault("`: ` cannot stand here: quote the value if it belongs to it, or check the indentation.");
        this.#rollIndent(this.column, "block-mapping-start", this.pos);
      }
      this.simpleKeyAllowed = this.flowLevel === 0;
    }
    this.#push("value", 1);
  }
}

function noKey(): SimpleKey {
  return { possible: false, required: false, tokenNumber: 0, position: 0, line: 0, column: 0 };
}

function cannotStart(c: number): string {
  if (c === TAB) return "A tab cannot indent in YAML: use spaces.";
  if (c === CR || c === 0) return "Unexpected end.";
  return `A value cannot start with ${JSON.stringify(String.fromCharCode(c))}: put it in quotes.`;
}
