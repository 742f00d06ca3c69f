import type { Span } from "../../text/span";
import type { Document, FeatureContext, FileRole } from "../feature";
import type { CompletionItem, CompletionList } from "./completionItem";
import { mostFitting } from "./mostFitting";
import type { OwnVariable } from "./ownVariables";
import type { TreeIndex } from "./treeIndex";

/** What every provider is given. */
export interface CompletionRequest {
  readonly context: FeatureContext;
  readonly document: Document;
  readonly offset: number;
  readonly role: FileRole;
  readonly tree: TreeIndex;
  readonly own: ReadonlyMap<string, OwnVariable>;
  /** The host that stands for those that the file is about; undefined where the inventory has none. */
  readonly host: string | undefined;
}

/** A list of those candidates that fit what stands before the cursor in `word`. `all` in order of preference. */
export function listOf<T>(
  { document, offset }: CompletionRequest,
  word: Span,
  all: readonly T[],
  nameOf: (candidate: T) => string,
  itemOf: (candidate: T) => CompletionItem,
): CompletionList {
  const { chosen, isIncomplete } = mostFitting(all, nameOf, document.text.slice(word.start, offset));
  return { items: chosen.map(itemOf), isIncomplete };
}

/** Sorts as its number does. */
export function rank(number: number): string {
  return String(number).padStart(4, "0");
}

export function representativeHost({ model }: FeatureContext, role: FileRole): string | undefined {
  if (role.kind === "host-vars" && model.hosts.includes(role.host)) return role.host;
  const ofGroup = role.kind === "group-vars" ? model.hostsOf(role.group)[0] : undefined;
  return ofGroup ?? model.hosts[0];
}
