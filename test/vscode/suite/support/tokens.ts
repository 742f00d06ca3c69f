/**
 * How VS Code colours a text: the scopes that its own TextMate engine finds with the grammars and injections of every installed extension.
 * VS Code has no command that tells them, so this loads the engine from its installation; screenshots.mjs reads them from the screen.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as vscode from "vscode";

interface Token {
  readonly text: string;
  /** Outermost first, separated by spaces. */
  readonly scopes: string;
}

interface Contribution {
  readonly language?: string;
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo?: readonly string[];
}

/** The tokens of `text` as a document of `language`. */
export async function tokens(language: string, text: string): Promise<Token[]> {
  const contributed = vscode.extensions.all.flatMap((extension) =>
    ((extension.packageJSON.contributes?.grammars ?? []) as Contribution[]).map((grammar) => ({
      ...grammar,
      path: join(extension.extensionPath, grammar.path),
    })),
  );
  const scopeName = contributed.find((grammar) => grammar.language === language)?.scopeName;
  if (!scopeName) throw new Error(`no grammar for ${language}`);
  const { textmate, oniguruma } = await engine();
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
      createOnigString: (value: string) => new oniguruma.OnigString(value),
    }),
    getInjections: (scope: string) =>
      contributed.filter((grammar) => grammar.injectTo?.includes(scope)).map((grammar) => grammar.scopeName),
    loadGrammar: async (scope: string) => {
      const path = contributed.find((grammar) => grammar.scopeName === scope)?.path;
      return path ? textmate.parseRawGrammar(readFileSync(path, "utf8"), path) : null;
    },
  });
  const grammar = await registry.loadGrammar(scopeName);
  const found: Token[] = [];
  let state = textmate.INITIAL;
  for (const line of text.split("\n")) {
    const result = grammar.tokenizeLine(line, state);
    for (const { startIndex, endIndex, scopes } of result.tokens)
      found.push({ text: line.slice(startIndex, endIndex), scopes: scopes.join(" ") });
    state = result.ruleStack;
  }
  return found;
}

// biome-ignore lint/suspicious/noExplicitAny: VS Code's own modules, without types here.
type Module = any;

async function engine(): Promise<{ textmate: Module; oniguruma: Module }> {
  const folder = ["node_modules", "node_modules.asar"]
    .map((name) => join(vscode.env.appRoot, name))
    .find((path) => existsSync(join(path, "vscode-textmate")));
  if (!folder) throw new Error(`no vscode-textmate below ${vscode.env.appRoot}`);
  const load = createRequire(join(folder, "x.js"));
  const oniguruma = load("vscode-oniguruma");
  await oniguruma.loadWASM(readFileSync(join(folder, "vscode-oniguruma/release/onig.wasm")));
  return { textmate: load("vscode-textmate"), oniguruma };
}
