import type { Definition } from "../../ansible/model";
import type { FilePath } from "../../files/fileSystem";
import type { Model } from "../../kubespray/model";
import { type LeadingChain, type Link, leadingChain } from "./leadingChain";
import type { Need } from "./needs";
import { type Helper, newValues } from "./newValues";

/**
 * The variables to set, so that what is needed comes from the mirror. Each one is a link of the chain of variables that a text begins with;
 * its new value is its own template with another beginning, and counts only if it evaluates, on every host, to what is wanted there.
 */
export interface Route {
  readonly kind: Need["kind"];
  readonly name: string;
  readonly value: string;
}

export interface Routes {
  readonly routes: readonly Route[];
  /** What no variable brings to the mirror. */
  readonly left: readonly Left[];
}

export interface Left {
  readonly need: Need;
  readonly why: Obstacle;
}

export type Obstacle =
  /** The mirror has no place for such a text. */
  | { readonly kind: "no-place" }
  /** No variable leads to it. */
  | { readonly kind: "no-variable" }
  /** The user's own definition counts whatever the file of overrides says. `value`: what it would have to be. */
  | { readonly kind: "stronger"; readonly definition: Definition; readonly value: string | undefined }
  /** Another beginning of the variable does not give what is wanted, or not on all hosts. */
  | { readonly kind: "no-beginning"; readonly name: string };

export interface RouteOptions {
  /** Without overrides, but with the helper variables. */
  readonly model: Model;
  /** The file of overrides. */
  readonly target: FilePath;
  /** Files: set what many addresses begin with, where the release has such a variable. Of images that always is set. */
  readonly base: boolean;
  /** What new texts begin with. */
  readonly helpers: Readonly<Record<Need["kind"], Helper | undefined>>;
}

/** A need with the links of its chain that may be set, in the order in which they are tried. */
interface Candidate {
  readonly need: Need;
  readonly chain: LeadingChain;
  readonly links: readonly number[];
}

export function chooseRoutes(needs: readonly Need[], options: RouteOptions): Routes {
  const left: Left[] = [];
  const routes = new Map<string, Route>();
  let open = needs.flatMap((need) => {
    const candidate = candidateOf(need, options);
    if ("links" in candidate) return [candidate];
    left.push({ need, why: candidate });
    return [];
  });
  // Each round a candidate finds its variable or loses one that it could try.
  while (open.length > 0) {
    const next: Candidate[] = [];
    const passOn = ({ need, chain, links }: Candidate, name: string) => {
      if (links.length > 1) next.push({ need, chain, links: links.slice(1) });
      else left.push({ need, why: strongerLink(chain, need, options) ?? { kind: "no-beginning", name } });
    };
    for (const [name, all] of grouped(open)) {
      const candidates = agreeing(all, options.model);
      const value = candidates.length === 0 ? undefined : valueFor(candidates, routes.get(name)?.value, options);
      if (value !== undefined) routes.set(name, { kind: (candidates[0] as Candidate).need.kind, name, value });
      for (const candidate of all) if (value === undefined || !candidates.includes(candidate)) passOn(candidate, name);
    }
    open = next;
  }
  return { routes: [...routes.values()], left };
}

function candidateOf(need: Need, options: RouteOptions): Candidate | Obstacle {
  if (need.wanted === undefined) return { kind: "no-place" };
  if (need.raw === undefined) return { kind: "no-variable" };
  const chain = leadingChain(options.model, need.host, need.raw, options.target);
  // Beyond the first link only what kubespray itself builds on: what a user's line begins with may serve other ends.
  const own = chain.links.findIndex(({ definition }) => definition?.layer !== "role-defaults");
  const reachable = chain.links.slice(0, own < 0 ? undefined : own + 1).flatMap(({ stronger }, i) => (stronger ? [] : [i]));
  const links = options.base || need.kind === "image" ? reachable.reverse() : reachable;
  if (links.length > 0) return { need, chain, links };
  return strongerLink(chain, need, options) ?? { kind: "no-variable" };
}

function strongerLink(chain: LeadingChain, need: Need, options: RouteOptions): Obstacle | undefined {
  const at = chain.links.findIndex(({ stronger }) => stronger);
  const definition = chain.links[at]?.definition;
  if (definition === undefined) return undefined;
  return { kind: "stronger", definition, value: valueFor([{ need, chain, links: [at] }], undefined, options) };
}

function grouped(candidates: readonly Candidate[]): Map<string, Candidate[]> {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const { name } = linkOf(candidate);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [candidate]);
    else group.push(candidate);
  }
  return groups;
}

/** Those that need what most of them need: the others may find another link, if none of them has to take this one. */
function agreeing(candidates: readonly Candidate[], model: Model): readonly Candidate[] {
  const wanted = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const text = wantedOf(candidate, model);
    if (text !== undefined) wanted.set(text, [...(wanted.get(text) ?? []), candidate]);
  }
  const groups = [...wanted.values()].sort((a, b) => b.length - a.length);
  const [most = [], ...others] = groups;
  const movable = others.flat().every(({ need, links }) => links.length > 1 && most.some((one) => one.need.host === need.host));
  return movable ? most : groups.flat();
}

function linkOf({ chain, links }: Candidate): Link {
  return chain.links[links[0] as number] as Link;
}

/** A value that gives each candidate what it needs: the one that is known already, or a new one. */
function valueFor(candidates: readonly Candidate[], known: string | undefined, { model, helpers }: RouteOptions): string | undefined {
  const [first] = candidates as [Candidate];
  const helper = helpers[first.need.kind];
  const wanted = candidates.map((candidate) => wantedOf(candidate, model));
  const [wantedFirst] = wanted;
  if (helper === undefined || wantedFirst === undefined || wanted.includes(undefined)) return undefined;
  const { name } = linkOf(first);
  const old = oldOf(first, model) ?? "";
  const evaluate = (text: string) => textOf(model.evaluate(first.need.host, text));
  const proposals =
    known !== undefined
      ? [known]
      : newValues({
          kind: first.need.kind,
          chain: first.chain,
          link: first.links[0] as number,
          old,
          wanted: wantedFirst,
          helper,
          evaluate,
        });
  const pairs = new Map(candidates.map(({ need: { host } }, i) => [`${host}\0${wanted[i]}`, { host, text: wanted[i] }]));
  // What rests on variables of a role that the play of roles/download does not run is proved by the lists alone.
  const provable = (host: string) => textOf(model.resolve(host, name)) !== undefined;
  return proposals.find((value) =>
    [...pairs.values()].every(({ host, text }) => !provable(host) || textOf(model.evaluate(host, value)) === text),
  );
}

/** What the variable gives. */
function oldOf(candidate: Candidate, model: Model): string | undefined {
  const { need, links } = candidate;
  const { name } = linkOf(candidate);
  const old = textOf(model.resolve(need.host, name));
  return old ?? (links[0] === 0 && need.raw === `{{ ${name} }}` ? need.text : undefined);
}

/** What the variable has to be, so that the text that begins with it becomes what is wanted. */
function wantedOf(candidate: Candidate, model: Model): string | undefined {
  const { need } = candidate;
  const old = oldOf(candidate, model);
  if (old === undefined || need.wanted === undefined || !need.text.startsWith(old)) return undefined;
  const rest = need.text.slice(old.length);
  return need.wanted.endsWith(rest) ? need.wanted.slice(0, need.wanted.length - rest.length) : undefined;
}

function textOf(resolved: ReturnType<Model["resolve"]>): string | undefined {
  return resolved.state === "known" && typeof resolved.value === "string" ? resolved.value : undefined;
}
