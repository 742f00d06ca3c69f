import type { Arguments, Expression, Statement, Target } from "../ast";
import { childrenOf } from "../parse/children";

/**
 * Which variables Jinja2 resolves when it enters a frame (jinja2/idtracking.py): every name that the frame's code mentions, whether the
 * evaluation reaches it or not. So under classic templating a variable whose own template fails makes the whole template fail, even from
 * the branch that is not taken.
 */

export interface FrameNames {
  /** Names that might not be reached: to be resolved beforehand for the sake of their failure. */
  readonly unsure: readonly string[];
  /** All names that the frame resolves. */
  readonly loads: readonly string[];
}

/** By the body (or loop condition) of each frame; undefined where no frame has names that matter. `all`: keep frames whose names are all sure. */
export function frameNames(body: readonly Statement[], all: boolean): ReadonlyMap<object, FrameNames> | undefined {
  const found = new Map<object, FrameNames>();
  new FrameWalk(undefined, [], found, all).statements(body).close(body);
  return found.size > 0 ? found : undefined;
}

class FrameWalk {
  readonly #sure = new Set<string>();
  readonly #loads = new Set<string>();
  readonly #refs: Set<string>;
  #stored: Set<string>;
  #inner: (() => void)[] = [];

  constructor(
    private readonly parent: FrameWalk | undefined,
    parameters: readonly string[],
    private readonly found: Map<object, FrameNames>,
    private readonly all: boolean,
  ) {
    this.#stored = new Set(parameters);
    this.#refs = new Set(parameters);
  }

  /** Records the frame under its body and goes into the frames inside it, which see all of this frame's names. */
  close(body: object): void {
    const unsure = [...this.#loads].filter((name) => !this.#sure.has(name));
    if (unsure.length > 0 || (this.all && this.#loads.size > 0)) this.found.set(body, { unsure, loads: [...this.#loads] });
    for (const visit of this.#inner) visit();
  }

  #frame(body: readonly Statement[], parameters: readonly string[], more: readonly Expression[] = []): void {
    this.#inner.push(() => {
      const walk = new FrameWalk(this, parameters, this.found, this.all);
      for (const expression of more) walk.#expression(expression, true);
      walk.statements(body).close(body);
    });
  }

  private knows(name: string): boolean {
    return this.#refs.has(name) || (this.parent?.knows(name) ?? false);
  }

  #load(name: string, sure: boolean): void {
    if (this.#stored.has(name)) return;
    if (!this.knows(name)) this.#loads.add(name);
    this.#refs.add(name);
    if (sure) this.#sure.add(name);
  }

  #store(target: Target): void {
    if (target.kind === "tuple") for (const item of target.items) this.#store(item);
    else if (target.kind === "name") this.#storeName(target.name);
    else this.#load(target.name, true);
  }

  #storeName(name: string): void {
    this.#stored.add(name);
    this.#refs.add(name);
  }

  statements(body: readonly Statement[], sure = true): this {
    for (const node of body) this.#statement(node, sure);
    return this;
  }

  #statement(node: Statement, sure: boolean): void {
    switch (node.kind) {
      case "output":
        this.#expression(node.expression, sure);
        return;
      case "set":
        this.#expression(node.value, sure);
        this.#store(node.target);
        return;
      case "setBlock":
        this.#store(node.target);
        this.#frame(node.body, [], node.filter ? [node.filter] : []);
        return;
      case "if":
        this.#if(node.branches, node.otherwise, sure);
        return;
      case "for": {
        this.#expression(node.iterable, sure);
        const names = targetNames(node.target);
        this.#frame(node.body, [...names, "loop"]);
        this.#frame(node.otherwise, []);
        return;
      }
      case "macro":
        this.#storeName(node.name);
        this.#frame(node.body, [...node.parameters.map((parameter) => parameter.name), "caller", "varargs", "kwargs"]);
        return;
      case "callBlock":
        this.#expression(node.call, sure);
        this.#frame(
          node.body,
          node.parameters.map((parameter) => parameter.name),
        );
        return;
      case "filterBlock":
        this.#arguments(node.filter.args, sure);
        this.#frame(node.body, []);
        return;
      case "with":
        for (const { value } of node.bindings) this.#expression(value, sure);
        this.#frame(
          node.body,
          node.bindings.flatMap(({ target }) => targetNames(target)),
        );
        return;
      case "text":
      case "outside":
        return;
    }
  }

  /** FrameSymbols.branch_update: a name that not all of body, elifs and else set is resolved too. */
  #if(
    branches: readonly { readonly test: Expression; readonly body: readonly Statement[] }[],
    otherwise: readonly Statement[],
    sure: boolean,
  ): void {
    const before = this.#stored;
    const [first, ...elifs] = branches;
    if (first) this.#expression(first.test, sure);
    const visit = (body: () => void) => {
      this.#stored = new Set(before);
      body();
      return this.#stored;
    };
    const stores = [
      visit(() => first && this.statements(first.body, false)),
      visit(() => {
        for (const elif of elifs) {
          this.#expression(elif.test, false);
          this.statements(elif.body, false);
        }
      }),
      visit(() => this.statements(otherwise, false)),
    ];
    this.#stored = new Set(before);
    for (const name of new Set(stores.flatMap((set) => [...set]))) {
      if (before.has(name)) continue;
      if (!stores.every((set) => set.has(name)) && !(this.parent?.knows(name) ?? false)) this.#loads.add(name);
      this.#stored.add(name);
    }
  }

  #expression(node: Expression, sure: boolean): void {
    switch (node.kind) {
      case "name":
        this.#load(node.name, sure);
        return;
      case "binary":
        this.#expression(node.left, sure);
        this.#expression(node.right, sure && node.operator !== "and" && node.operator !== "or");
        return;
      case "compare":
        this.#expression(node.first, sure);
        node.rest.forEach(({ value }, i) => {
          this.#expression(value, sure && i === 0);
        });
        return;
      case "conditional":
        this.#expression(node.test, sure);
        this.#expression(node.then, false);
        if (node.otherwise) this.#expression(node.otherwise, false);
        return;
      default:
        for (const child of childrenOf(node)) this.#expression(child as Expression, sure);
    }
  }

  #arguments(args: Arguments, sure: boolean): void {
    for (const value of args.positional) this.#expression(value, sure);
    for (const { value } of args.keyword) this.#expression(value, sure);
    if (args.star) this.#expression(args.star, sure);
    if (args.starStar) this.#expression(args.starStar, sure);
  }
}

export function targetNames(target: Target): string[] {
  if (target.kind === "tuple") return target.items.flatMap(targetNames);
  return target.kind === "name" ? [target.name] : [];
}
