import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { Found } from "../features/checks/check";
import { runChecks } from "../features/checks/checks";
import { prepareCompletion } from "../features/completion/prepareCompletion";
import { translated } from "../features/wording/translated";
import type { FilePath } from "../files/fileSystem";
import { isInside } from "../files/paths";
import type { Model } from "../kubespray/model";
import type { Problem } from "../text/problem";
import { say } from "../text/wording";
import { lineRange, toRange } from "./convert";
import type { Log } from "./guard";
import type { Turns } from "./turns";
import { isOfLine, typedLine } from "./typedLine";
import { uriOf } from "./uris";
import type { WorkspaceInventory, WorkspaceSnapshot } from "./workspaceSnapshot";

/** The session, as far as problems depend on it. */
export interface DiagnosticsSource {
  /** Grows with every change. */
  readonly version: number;
  readonly snapshot: WorkspaceSnapshot;
  readonly openDocuments: ReadonlyMap<FilePath, string>;
}

/** What the scheduler needs of the world; tests bring a clock of their own. */
export interface DiagnosticsHost {
  publish(uri: string, diagnostics: readonly Diagnostic[]): void;
  /** Answers may have changed; said once for each round. */
  settled(): void;
  readonly log: Log;
  readonly turns: Turns;
  readonly delay: number;
  /** How long after an edit the line that it was in counts as being typed. */
  readonly patience: number;
}

/**
 * Looks for problems when the typing has paused. A round that a newer edit overtakes is given up between two hosts; a file is published
 * only when something about it is new. What is wrong because of the line that is being typed waits until the user leaves or saves it, or
 * rests for a while.
 */
export class DiagnosticsScheduler {
  readonly #published = new Map<FilePath, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();
  #typed: { readonly path: FilePath; readonly line: number } | undefined;
  /** Publishes what waits for the line to be left. */
  #release: (() => void) | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly session: DiagnosticsSource,
    private readonly host: DiagnosticsHost,
  ) {}

  schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), this.host.delay);
  }

  /** Instead of `schedule` where a document was typed in. */
  edited(path: FilePath, before: string | undefined, after: string): void {
    const line = before === undefined || before === after ? undefined : typedLine(before, after);
    this.lineLeft();
    if (line !== undefined) this.#typed = { path, line };
    this.schedule();
  }

  /** The user is no longer at the line that he typed last. */
  lineLeft(): void {
    clearTimeout(this.#patience);
    this.#typed = undefined;
    this.#release?.();
    this.#release = undefined;
  }

  /** A round at once; resolves when it is done or overtaken. */
  now(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running = this.#running.then(() => this.#round()).catch((error: unknown) => this.host.log(`diagnostics: ${String(error)}`));
    return this.#running;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#patience);
  }

  async #round(): Promise<void> {
    const { session } = this;
    const { version, snapshot } = session;
    const isOver = () => session.version !== version;
    const found = new Map<FilePath, Diagnostic[]>();
    for (const inventory of this.#wanted(snapshot)) {
      const { turns } = this.host;
      const opening = snapshot.opening(inventory);
      if (opening) await turns.run(opening, isOver);
      if (isOver()) return;
      const { model } = snapshot.context(inventory);
      await turns.run(looking(model), isOver);
      if (isOver()) return;
      if (!inventory.settings.diagnostics) continue;
      collect(found, model.problems, inventory, snapshot, model.kubespray?.root);
      await turns.run(this.#checking(found, inventory, snapshot), isOver);
      if (isOver()) return;
    }
    for (const path of this.#published.keys()) if (!found.has(path)) this.#publish(path, []);
    for (const [path, diagnostics] of found) this.#publish(path, this.#untyped(path, diagnostics));
    this.host.settled();
    this.#prepare(snapshot, isOver);
  }

  *#checking(into: Map<FilePath, Diagnostic[]>, inventory: WorkspaceInventory, snapshot: WorkspaceSnapshot): Generator<void> {
    const { checks } = inventory.settings;
    for (const found of runChecks(snapshot.context(inventory), { severities: checks, workspace: inventory.workspaceFolder })) {
      if (found) add(into, found.file, findingDiagnostic(found, snapshot));
      else yield;
    }
  }

  /** Nobody waits for anything now: the time for what the first completion needs. */
  #prepare(snapshot: WorkspaceSnapshot, isOver: () => boolean): void {
    const { log, turns } = this.host;
    for (const inventory of this.#wanted(snapshot)) {
      const preparing = prepareCompletion(snapshot.context(inventory));
      if (preparing) turns.run(preparing, isOver, true).catch((error: unknown) => log(`preparing: ${String(error)}`));
    }
  }

  /** The inventories of open documents, and the one that the views show. */
  #wanted(snapshot: WorkspaceSnapshot): ReadonlySet<WorkspaceInventory> {
    const wanted = new Set<WorkspaceInventory>();
    for (const path of this.session.openDocuments.keys()) {
      const inventory = snapshot.inventoryFor(path);
      if (inventory) wanted.add(inventory);
    }
    if (snapshot.current) wanted.add(snapshot.current);
    return wanted;
  }

  /** Without what waits for the line to be left. */
  #untyped(path: FilePath, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    const { path: typed, line = 0 } = this.#typed ?? {};
    const text = typed === path ? this.session.openDocuments.get(path) : undefined;
    if (text === undefined) return diagnostics;
    const kept = diagnostics.filter((one) => !isOfLine(one, path, text, line));
    if (kept.length === diagnostics.length) return diagnostics;
    const { version } = this.session;
    this.#release = () => {
      if (this.session.version === version) this.#publish(path, diagnostics);
    };
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.lineLeft(), this.host.patience);
    return kept;
  }

  #publish(path: FilePath, diagnostics: readonly Diagnostic[]): void {
    const text = JSON.stringify(diagnostics);
    if ((this.#published.get(path) ?? "[]") === text) return;
    if (diagnostics.length === 0) this.#published.delete(path);
    else this.#published.set(path, text);
    this.host.publish(uriOf(path), diagnostics);
  }
}

/** Asks of every host what makes the model meet the problems of its files. */
function* looking(model: Model): Generator<void> {
  for (const host of model.hosts) {
    model.variables(host);
    yield;
    yield* model.planning(host);
    yield;
  }
  // The checks ask what any role knows.
  for (const role of model.catalog.roles) {
    model.catalog.defaults(role);
    model.catalog.vars(role);
    yield;
  }
}

function collect(
  into: Map<FilePath, Diagnostic[]>,
  problems: readonly Problem[],
  inventory: WorkspaceInventory,
  snapshot: WorkspaceSnapshot,
  root: FilePath | undefined,
): void {
  const seen = new Set<string>();
  for (const problem of problems) {
    const path = problem.file as FilePath | undefined;
    if (path === undefined || snapshot.fs.kind(path) !== "file") continue;
    // Kubespray's own files are not the user's to mend, unless the inventory lies among them.
    if (root !== undefined && isInside(path, root) && !isInside(path, inventory.folder)) continue;
    const diagnostic = toDiagnostic(problem, path, snapshot);
    const key = `${path} ${JSON.stringify(diagnostic)}`;
    if (diagnostic === undefined || seen.has(key)) continue;
    seen.add(key);
    add(into, path, diagnostic);
  }
}

function add(into: Map<FilePath, Diagnostic[]>, path: FilePath, diagnostic: Diagnostic | undefined): void {
  if (diagnostic === undefined) return;
  const list = into.get(path);
  if (list) list.push(diagnostic);
  else into.set(path, [diagnostic]);
}

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

/** A finding of a check in the protocol's shape; undefined where its file is gone. */
export function findingDiagnostic(found: Found, snapshot: WorkspaceSnapshot): Diagnostic | undefined {
  const { file, span, severity, code, message, faded, related } = found;
  const document = snapshot.document(file);
  if (document === undefined) return undefined;
  const places = (related ?? []).flatMap((one) => {
    const lines = snapshot.document(one.file)?.lines;
    return lines
      ? [{ location: { uri: uriOf(one.file), range: toRange(lines, one.span) }, message: say(one.message, snapshot.locale) }]
      : [];
  });
  return {
    range: toRange(document.lines, span),
    severity: SEVERITIES[severity],
    code,
    source: "kubespray",
    message: say(message, snapshot.locale),
    ...(faded && { tags: [DiagnosticTag.Unnecessary] }),
    ...(places.length > 0 && { relatedInformation: places }),
  };
}

function toDiagnostic(
  { span, line, severity, code, message }: Problem,
  path: FilePath,
  snapshot: WorkspaceSnapshot,
): Diagnostic | undefined {
  const document = snapshot.document(path);
  if (document === undefined) return undefined;
  const { lines, text } = document;
  const range = span ? toRange(lines, span) : lineRange(lines, text, line ?? 1);
  return { range, severity: SEVERITIES[severity], code, source: "kubespray", message: translated(message, snapshot.locale) };
}
