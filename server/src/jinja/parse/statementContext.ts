import { type Span, span } from "../../text/span";
import type { Statement } from "../ast";
import type { Cursor } from "./cursor";

/** What the parts of the statement parser share: the cursor, the blocks that are open, and what the compiler's checks need to know. */
export interface StatementContext {
  readonly c: Cursor;
  readonly native: boolean;
  /** The end tags that each open block waits for. */
  readonly ends: (readonly string[])[];
  /** The tags of the statements being read. */
  readonly tags: string[];
  readonly blockNames: Set<string>;
  /** Open loops: nothing in one may assign `loop`. */
  loops: number;
  /** Open scopes, in which `extends` may not stand. */
  scopes: number;
  endReported: boolean;
}

export interface Body {
  readonly statements: readonly Statement[];
  /** The name of the end tag, at which the body ended and past which the cursor is; undefined where it is missing. */
  readonly end: string | undefined;
}

/** Goes past the tag's end; what stands before it is a problem. */
export function closeTag(c: Cursor, type: "variable_end" | "block_end" = "block_end"): void {
  if (c.expect(type)) return;
  c.skipToTagEnd();
  c.next();
}

/** The span of a statement that started at `start` and has just been read. */
export function since(c: Cursor, start: number): Span {
  return span(start, Math.max(start, c.lastEnd));
}

/** Runs `read` inside a scope that is not the template's own. */
export function scoped<T>(context: StatementContext, read: () => T): T {
  context.scopes++;
  const result = read();
  context.scopes--;
  return result;
}

/** _fail_ut_eof of jinja2/parser.py: what is said of an unknown tag, or of the end of the text where `name` is absent. */
export function unexpectedTag(context: StatementContext, name?: string): string {
  const words = [name === undefined ? "Unexpected end of template." : `Encountered unknown tag '${name}'.`];
  const looking = context.ends.at(-1)?.map((end) => `'${end}'`);
  if (looking) {
    const nesting = name !== undefined && context.ends.some((ends) => ends.includes(name));
    words.push(
      nesting
        ? `You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ${looking.join(" or ")}.`
        : `Jinja was looking for the following tags: ${looking.join(" or ")}.`,
    );
  }
  const innermost = context.tags.at(-1);
  if (innermost !== undefined) words.push(`The innermost block that needs to be closed is '${innermost}'.`);
  return words.join(" ");
}
