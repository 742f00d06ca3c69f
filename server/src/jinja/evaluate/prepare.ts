import { CHANGING } from "../../python/members";
import type { Expression, Statement } from "../ast";
import type { Generation } from "../context";
import { parseExpression, parseTemplate } from "../parse/parseTemplate";
import { type FrameNames, frameNames } from "./frameNames";

/**
 * A template parsed once, with what its evaluation needs to know beforehand. The cache belongs to the engines of one generation and is
 * bounded: a host resolves thousands of templates, most of them again and again.
 */

export interface Prepared {
  readonly source: string;
  readonly body: readonly Statement[];
  /** Why Jinja2 refuses the text. */
  readonly problem: string | undefined;
  /** `{{ name }}` and nothing else (ansible/template/__init__.py, SINGLE_VAR). */
  readonly single: string | undefined;
  /** The text is one `{{ expression }}`. */
  readonly only: Expression | undefined;
  /** A method that changes lists or dicts is named. */
  readonly changing: boolean;
  /** By the body of a frame, the variables that Jinja2 resolves when it enters the frame; undefined where that makes no difference. */
  readonly frames: ReadonlyMap<object, FrameNames> | undefined;
}

const MAX_CACHED = 20_000;

export class PreparedCache {
  readonly #templates = new Map<string, Prepared>();
  readonly #expressions = new Map<string, Prepared>();
  readonly #conditions = new Map<string, Prepared>();

  constructor(private readonly generation: Generation) {}

  template(source: string): Prepared {
    return this.#templates.get(source) ?? this.#keep(this.#templates, prepareTemplate(source, this.generation));
  }

  /** What stands between `{{` and `}}` of a YAML value. */
  expression(source: string): Prepared {
    return this.#expressions.get(source) ?? this.#keep(this.#expressions, prepareExpression(source, this.generation, "output"));
  }

  /** An item of `when:` as native templating reads it. */
  condition(source: string): Prepared {
    return this.#conditions.get(source) ?? this.#keep(this.#conditions, prepareExpression(source, this.generation, "condition"));
  }

  #keep(cache: Map<string, Prepared>, prepared: Prepared): Prepared {
    if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value as string);
    cache.set(prepared.source, prepared);
    return prepared;
  }
}

function prepareTemplate(source: string, generation: Generation): Prepared {
  const { template, problems } = parseTemplate(source, { ansibleEscapes: true, generation });
  const body = template.body.filter((node) => node.kind !== "text" || node.text !== "");
  const [first] = body;
  const only = body.length === 1 && first?.kind === "output" ? first.expression : undefined;
  return finish(source, body, problems[0]?.message, only, generation);
}

function prepareExpression(source: string, generation: Generation, as: "output" | "condition"): Prepared {
  const { expression, problems } = parseExpression(source, { generation, as, ansibleEscapes: as === "output" });
  const body: Statement[] = [{ kind: "output", expression, span: expression.span }];
  return finish(source, body, problems[0]?.message, expression, generation);
}

const CHANGING_NAME = new RegExp(`(?:\\.\\s*|['"])(?:${[...CHANGING].join("|")})\\b`);

function finish(
  source: string,
  body: readonly Statement[],
  problem: string | undefined,
  only: Expression | undefined,
  generation: Generation,
): Prepared {
  const changing = CHANGING_NAME.test(source);
  const frames = generation === "classic" && problem === undefined ? frameNames(body, changing) : undefined;
  return { source, body, problem, single: singleName(source), only, changing, frames };
}

function singleName(source: string): string | undefined {
  const end = source.endsWith("}}\n") ? -3 : -2;
  if (!source.startsWith("{{") || !source.endsWith(end === -3 ? "}}\n" : "}}")) return undefined;
  const name = source.slice(2, end).trim();
  return /^[\p{L}\p{N}_]+$/u.test(name) ? name : undefined;
}
