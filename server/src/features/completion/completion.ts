import type { Document, FeatureContext } from "../feature";
import { type CompletionList, type CompletionTrigger, NOTHING } from "./completionItem";
import { completionPlace } from "./completionPlace";
import { expressions } from "./expressions";
import { groups, hosts, keywords } from "./hostsNames";
import { nestedKeys } from "./nestedKeys";
import { ownVariables } from "./ownVariables";
import { type CompletionRequest, representativeHost } from "./request";
import { treeIndex } from "./treeIndex";
import { variableNames } from "./variableNames";
import { variableValues } from "./variableValues";

/**
 * What can stand at the cursor. Where it is is worked out first (completionPlace.ts), then one provider answers. Items replace the word that
 * is being typed; filtering by it is the editor's. Documentation and resolved values come with resolveCompletion.
 */
export function completion(context: FeatureContext, document: Document, offset: number, trigger: CompletionTrigger = {}): CompletionList {
  const located = completionPlace(context, document, offset);
  if (located === undefined) return NOTHING;
  const { place, role } = located;
  if (!asked(trigger, place.kind)) return NOTHING;
  const request: CompletionRequest = {
    context,
    document,
    offset,
    role,
    tree: treeIndex(context),
    own: ownVariables(context),
    host: representativeHost(context, role),
  };
  switch (place.kind) {
    case "variable-name":
      return variableNames(request, place);
    case "value":
      return variableValues(request, place);
    case "nested-key":
      return nestedKeys(request, place);
    case "expression":
      return expressions(request, place);
    case "group":
      return groups(request, place);
    case "host":
      return hosts(request, place);
    case "keyword":
      return keywords(request, place);
  }
}

/** Characters after which a list opens by itself. */
export const TRIGGER_CHARACTERS: readonly string[] = [".", "|", "'", '"', "[", "{", " ", ":", "="];

/** A character that opens the list by itself does so only where it means something. */
function asked({ character }: CompletionTrigger, kind: string): boolean {
  switch (character) {
    case undefined:
      return true;
    case " ":
      return kind === "value" || kind === "expression" || kind === "variable-name";
    case ":":
      return kind === "keyword";
    case "=":
      return kind === "value";
    case "[":
      return kind === "expression" || kind === "group";
    case ".":
    case "|":
    case "{":
      return kind === "expression";
    default:
      return kind === "expression" || kind === "value";
  }
}
