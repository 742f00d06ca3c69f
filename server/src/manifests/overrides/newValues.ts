import { parseTemplate } from "../../jinja/parse/parseTemplate";
import { unparse } from "../../jinja/parse/unparse";
import { type LeadingChain, tailFrom } from "./leadingChain";
import type { Need } from "./needs";

/**
 * Values that could turn what a variable gives into what is wanted, the best first: templates that differ from the variable's own in how
 * they begin. Whoever takes one proves it first, so that none has to be certain here.
 */
export interface NewValueRequest {
  readonly kind: Need["kind"];
  readonly chain: LeadingChain;
  /** The link to be set. */
  readonly link: number;
  /** What it is on one host, and what it has to be there. */
  readonly old: string;
  readonly wanted: string;
  readonly helper: Helper;
  /** A template's text on that host. */
  evaluate(template: string): string | undefined;
}

/** The variable that new values begin with. */
export interface Helper {
  readonly name: string;
  readonly value: string;
}

export function newValues(request: NewValueRequest): readonly string[] {
  const { kind, wanted, helper } = request;
  if (!wanted.startsWith(helper.value)) return [];
  const values =
    kind === "file" ? [otherBeginning(request), withoutScheme(request)] : [otherBeginning(request), flattened(request), plain(request)];
  return values.flatMap((value) => value ?? []);
}

/** The part of the plain beginning in which old and wanted differ is replaced; everything behind it stays as it is written. */
function otherBeginning({ chain, link, old, wanted, helper }: NewValueRequest): string | undefined {
  const { literal } = chain;
  if (literal === undefined || !old.startsWith(literal)) return undefined;
  const most = Math.min(old.length, wanted.length - helper.value.length);
  let same = 0;
  while (same < most && old[old.length - 1 - same] === wanted[wanted.length - 1 - same]) same++;
  const cut = old.length - same;
  if (cut > literal.length) return undefined;
  return begin(helper, wanted.slice(0, wanted.length - same), literal.slice(cut) + tailFrom(chain, link));
}

/** An address that begins with an expression: it loses its scheme when it is evaluated. */
function withoutScheme({ chain, link, helper }: NewValueRequest): string | undefined {
  if (chain.expression === undefined) return undefined;
  const expression = unparse(chain.expression.expression, { ansibleEscapes: true });
  if (expression === undefined) return undefined;
  return begin(helper, helper.value, `/{{ (${expression}) | regex_replace('^https?://', '') }}${tailFrom(chain, link)}`);
}

/** A path in one part: plain texts lose their slashes here, expressions that give some lose them when they are evaluated. */
function flattened({ chain, link, helper, evaluate }: NewValueRequest): string | undefined {
  if (chain.literal === undefined) return undefined;
  const source = chain.literal + tailFrom(chain, link);
  const { template } = parseTemplate(source, { ansibleEscapes: true });
  const parts = template.body.map((node) => {
    const written = source.slice(node.span.start, node.span.end);
    if (node.kind === "text") return node.text === written ? written.replaceAll("/", "--") : undefined;
    if (node.kind !== "output") return undefined;
    if (evaluate(written)?.includes("/") !== true) return written;
    const expression = unparse(node.expression, { ansibleEscapes: true });
    return expression && `{{ (${expression}) | replace('/', '--') }}`;
  });
  return parts.includes(undefined) ? undefined : begin(helper, `${helper.value}/`, parts.join(""));
}

/** What is wanted, spelled out: repositories have no version. */
function plain({ wanted, helper }: NewValueRequest): string | undefined {
  return begin(helper, wanted, "");
}

/** `text` begins with the helper's value and is plain: what a template could take for a mark of its own is refused. */
function begin(helper: Helper, text: string, rest: string): string | undefined {
  const further = text.slice(helper.value.length);
  return /[{}\n\r]/.test(further) ? undefined : `{{ ${helper.name} }}${further}${rest}`;
}
