import { span } from "../text/span";
import { documentIndex } from "./documentIndex";
import { inventoryFiles, openDocument } from "./documents";
import type { FeatureContext, Location } from "./feature";
import { ofModel } from "./ofModel";

export interface WorkspaceSymbol extends Location {
  readonly name: string;
  readonly kind: "variable" | "group" | "host";
  /** The group, host or role that it belongs to. */
  readonly container: string;
}

/** Variables, groups and hosts whose names hold the letters of the query in their order; the inventory's own before kubespray's defaults. */
export function workspaceSymbols(context: FeatureContext, query: string): readonly WorkspaceSymbol[] {
  const wanted = query.toLowerCase().replace(/\s+/g, "");
  const found = [...own(context), ...defaults(context)].flatMap((symbol, order) => {
    const score = scoreOf(symbol.name.toLowerCase(), wanted);
    return score === undefined ? [] : [{ symbol, score, order }];
  });
  return found
    .sort((a, b) => a.score - b.score || a.order - b.order)
    .slice(0, MOST_SYMBOLS)
    .map(({ symbol }) => symbol);
}

const MOST_SYMBOLS = 200;

/** Less is better: the name itself, its beginning, a part of it, its letters in order. */
function scoreOf(name: string, wanted: string): number | undefined {
  if (name === wanted) return 0;
  const at = name.indexOf(wanted);
  if (at >= 0) return at === 0 ? 1 : 2;
  let next = 0;
  for (const letter of name) if (letter === wanted[next]) next++;
  return next === wanted.length ? 3 : undefined;
}

function own(context: FeatureContext): readonly WorkspaceSymbol[] {
  return ofModel(context, "symbols", () =>
    inventoryFiles(context).flatMap((file): WorkspaceSymbol[] => {
      const document = openDocument(context, file);
      if (!document) return [];
      const { role, inventory, variables } = documentIndex(context, document);
      const container = role.kind === "group-vars" ? role.group : role.kind === "host-vars" ? role.host : "";
      const named = (inventory?.entries ?? []).flatMap((entry): WorkspaceSymbol[] => {
        if (entry.kind === "group") return [{ name: entry.name, kind: "group", container: "", file, span: entry.span }];
        if (entry.kind === "host") return [{ name: entry.pattern, kind: "host", container: entry.group, file, span: entry.span }];
        return [];
      });
      const set = variables.map(({ name, keySpan, owner }): WorkspaceSymbol => {
        const of = owner.kind === "group" ? owner.group : owner.kind === "hosts" ? (owner.hosts[0] ?? "") : container;
        return { name, kind: "variable", container: of, file, span: keySpan };
      });
      return [...named, ...set];
    }),
  );
}

function defaults(context: FeatureContext): readonly WorkspaceSymbol[] {
  return ofModel(context, "default-symbols", () => {
    const { catalog } = context.model;
    return catalog.roles.flatMap((role) =>
      [...catalog.defaults(role), ...catalog.vars(role)].flatMap((layer) =>
        [...layer.names()].flatMap((name): WorkspaceSymbol[] => {
          const definition = layer.get(name);
          if (definition?.file === undefined) return [];
          return [{ name, kind: "variable", container: role, file: definition.file, span: definition.keySpan ?? span(0, 0) }];
        }),
      ),
    );
  });
}
