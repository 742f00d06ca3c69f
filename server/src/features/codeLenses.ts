import type { FilePath } from "../files/fileSystem";
import type { Model, Summary } from "../kubespray/model";
import { type Span, span } from "../text/span";
import { documentIndex } from "./documentIndex";
import type { Document, FeatureContext } from "./feature";
import { downloadCounts } from "./hover/hostsHover";
import { switchNames } from "./leadsTo";
import { ofModel } from "./ofModel";
import { plansOf } from "./plans";
import { wordsFor } from "./words";

/** A line above a place; its title is worked out when it comes into sight. */
export interface CodeLens {
  readonly span: Span;
  readonly data: LensData;
}

export type LensData =
  /** What the hosts of this file's group or host download. */
  | { readonly about: "downloads"; readonly file: FilePath }
  /** What a switch of an addon adds. */
  | { readonly about: "switch"; readonly file: FilePath; readonly name: string };

export interface LensTitle {
  readonly title: string;
}

/** Above a file of group_vars or host_vars, and above each switch in it that kubespray's downloads hang on. */
export function codeLenses(context: FeatureContext, document: Document): readonly CodeLens[] {
  const { model } = context;
  const index = documentIndex(context, document);
  const { role } = index;
  const hosts = role.kind === "group-vars" ? model.hostsOf(role.group) : role.kind === "host-vars" ? [role.host] : [];
  const first = index.variables[0];
  if (!first || !hosts.some((host) => model.groupsOf(host).length > 0)) return [];
  const file = document.path;
  const lenses: CodeLens[] = [{ span: span(0, 0), data: { about: "downloads", file } }];
  if (!context.variant) return lenses;
  const switches = switchNames(context, hosts[0] as string);
  for (const { name, keySpan, valueSpan } of index.variables) {
    if (switches.has(name) && isSwitch(document.text, valueSpan)) lenses.push({ span: keySpan, data: { about: "switch", file, name } });
  }
  return lenses;
}

/**
 * The title of a lens, in small steps. Undefined where there is nothing to say: the thing is gone, or the switch is overridden or decides
 * nothing.
 */
export function* resolveCodeLens(context: FeatureContext, document: Document, data: LensData): Generator<void, LensTitle | undefined> {
  const words = wordsFor(context.locale);
  const { role } = documentIndex(context, document);
  const { model } = context;
  if (data.about === "switch") return yield* switchTitle(context, document, data.name);
  const hosts = role.kind === "group-vars" ? model.hostsOf(role.group) : role.kind === "host-vars" ? [role.host] : [];
  const plans = yield* plansOf(model, hosts);
  if (plans.every((plan) => !plan.inPlay) || plans.some((plan) => plan.loopError)) return undefined;
  const { files, images } = downloadCounts(plans);
  return { title: words.filesAndImagesFor(files, images, hosts.length) };
}

/** The summary with the switch on less the summary with it off. */
function* switchTitle(context: FeatureContext, document: Document, name: string): Generator<void, LensTitle | undefined> {
  const words = wordsFor(context.locale);
  const variable = documentIndex(context, document).variables.find((one) => one.name === name);
  if (!variable || !context.variant || !isSwitch(document.text, variable.valueSpan)) return undefined;
  const isOn = document.text.slice(variable.valueSpan.start, variable.valueSpan.end).toLowerCase() === "true";
  const { variant } = context;
  const switched = replaced(document.text, variable.valueSpan, isOn ? "false" : "true");
  const now = yield* kept(context, "whole-summary", () => context.model);
  const other = yield* kept(context, `switched ${document.path} ${name}`, () => variant(new Map([[document.path, switched]])));
  if (!now || !other) return undefined;
  const { files, images } = isOn ? difference(now, other) : difference(other, now);
  return { title: files + images > 0 ? words.adds(files, images, isOn) : words.addsNothing };
}

/** What a model downloads, kept for as long as the model that was asked about. */
function* kept(context: FeatureContext, key: string, model: () => Model): Generator<void, Summary | undefined> {
  const known = ofModel(context, key, (): { model?: Model | undefined; made?: { readonly summary: Summary | undefined } } => ({}));
  if (!known.made) {
    // Whoever asks for the same meanwhile goes on with the same model.
    known.model ??= model();
    const shared = known.model;
    yield;
    const summary = yield* wholeSummary(shared);
    known.made = { summary };
    known.model = undefined;
  }
  return known.made.summary;
}

/** Undefined where the list of downloads fails on a host: there is nothing to compare then. */
function* wholeSummary(model: Model): Generator<void, Summary | undefined> {
  const plans = yield* plansOf(model);
  return plans.some(({ loopError }) => loopError !== undefined) ? undefined : model.summary();
}

function isSwitch(text: string, { start, end }: Span): boolean {
  return /^(?:true|false)$/i.test(text.slice(start, end));
}

function replaced(text: string, { start, end }: Span, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

function difference(on: Summary, off: Summary): { readonly files: number; readonly images: number } {
  const offFiles = new Set([...off.files, ...off.directOnlyFiles]);
  const offImages = new Set(off.images);
  return {
    files: [...on.files, ...on.directOnlyFiles].filter((file) => !offFiles.has(file)).length,
    images: on.images.filter((image) => !offImages.has(image)).length,
  };
}
