import type { ScalarStyle } from "./yamlNode";

/** What the scanner makes of a text and the parser reads. `start` and `end` are offsets. */
export type Token =
  | { readonly type: PlainTokenType; readonly start: number; readonly end: number }
  | { readonly type: "scalar"; readonly start: number; readonly end: number; readonly value: string; readonly style: ScalarStyle }
  | { readonly type: "anchor" | "alias"; readonly start: number; readonly end: number; readonly name: string }
  | { readonly type: "tag"; readonly start: number; readonly end: number; readonly handle: string; readonly suffix: string }
  | { readonly type: "version-directive"; readonly start: number; readonly end: number; readonly major: number; readonly minor: number }
  | { readonly type: "tag-directive"; readonly start: number; readonly end: number; readonly handle: string; readonly prefix: string };

export type PlainTokenType =
  | "stream-end"
  | "document-start"
  | "document-end"
  | "block-sequence-start"
  | "block-mapping-start"
  | "block-end"
  | "flow-sequence-start"
  | "flow-sequence-end"
  | "flow-mapping-start"
  | "flow-mapping-end"
  | "block-entry"
  | "flow-entry"
  | "key"
  | "value";

export type TokenType = Token["type"];
