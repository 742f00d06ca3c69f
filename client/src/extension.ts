/**
 * The extension's entry. So far the extension contributes languages and grammars only, which VS Code reads from package.json, so there is
 * nothing to start and nothing to stop.
 */
export function activate(): void {}
