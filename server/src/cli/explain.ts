import type { Definition } from "../ansible/model";
import { defaultHistory } from "../features/hover/defaultHistory";
import type { Explanation } from "../kubespray/model";
import { readReleaseFacts } from "../kubespray/releaseFacts/releaseFacts";
import { toJson } from "../python/json";
import type { Value } from "../python/values";
import { redact } from "../text/redact";
import { didYouMean } from "./closest";
import type { Call, Command } from "./command";
import { CommandError, EXIT, type ExitCode } from "./exitCodes";
import { chosenHosts, type Loaded, load } from "./load";
import { choice } from "./parseCall";
import { definitionPlace, layerWords } from "./places";
import { reportProblems } from "./problems";
import { printable, type Style, type Terminal } from "./terminal";
import { hostNames, resolvedJson, resolvedText } from "./vars";

/** `explain`: how a variable comes to its value. */
export const explain: Command = {
  name: "explain",
  usage: " VARIABLE",
  summary: "Shows a variable's value, where it is set, what that overrides, and the templates it is built on",
  options: [
    { name: "host", value: "HOST", help: "on this host alone" },
    { name: "group", value: "GROUP", help: "on the hosts of this group" },
    { name: "format", value: "FORMAT", help: "text (default; hosts that agree share an explanation) or json" },
  ],
  run,
};

function run(call: Call, terminal: Terminal): ExitCode {
  const [name, ...more] = call.words;
  if (name === undefined || more.length > 0) {
    throw new CommandError(
      `explain takes one variable, not ${call.words.length}.`,
      "For example: kubespray-inventory explain kube_version",
    );
  }
  const format = choice(call, "format", ["text", "json"] as const);
  const loaded = load(call, terminal);
  const { model } = loaded;
  const hosts = chosenHosts(model, call);
  const render = format === "json" ? asJson : (one: Explanation) => asText(one, loaded, terminal.outStyle);
  const shared = new Map<string, { hosts: string[]; explanation: Explanation }>();
  for (const host of hosts) {
    const explanation = model.explain(host, name);
    const text = render(explanation, loaded);
    const same = shared.get(text);
    if (same) same.hosts.push(host);
    else shared.set(text, { hosts: [host], explanation });
  }
  const found = [...shared.values()];
  if (found.every(({ explanation }) => explanation.winner === undefined && explanation.resolved.state === "undefined")) {
    const names = new Set(hosts.flatMap((host) => model.variables(host)));
    reportProblems(loaded, [], terminal);
    throw new CommandError(`No host has a variable ${name}.`, didYouMean(name, names));
  }
  if (format === "json") writeJson(name, shared, terminal);
  else writeText(name, shared, loaded, terminal);
  const wrong = reportProblems(loaded, [], terminal);
  return wrong || found.some(({ explanation }) => explanation.resolved.state !== "known") ? EXIT.incomplete : EXIT.ok;
}

type Shared = ReadonlyMap<string, { readonly hosts: readonly string[]; readonly explanation: Explanation }>;

function writeText(name: string, shared: Shared, loaded: Loaded, terminal: Terminal): void {
  const { bold, cyan, dim } = terminal.outStyle;
  terminal.out(`${bold(printable(name))}\n`);
  const documentation = [...shared.values()].find((one) => one.explanation.documentation)?.explanation.documentation;
  for (const line of documentation?.split("\n") ?? []) terminal.out(dim(`  # ${printable(redact(line))}\n`));
  const history = historyOf(name, shared, loaded);
  if (history !== undefined) terminal.out(dim(`  ${printable(history)}\n`));
  for (const [text, { hosts }] of shared) {
    terminal.out(`\n${cyan(printable(hostNames(hosts, 8)))}\n${text}`);
  }
}

/** How the default changed from release to release, where it did. */
function historyOf(name: string, shared: Shared, { model }: Loaded): string | undefined {
  const known = [...shared.values()].flatMap(({ explanation: { winner, losers } }) => [...(winner ? [winner] : []), ...losers]);
  return defaultHistory(model, readReleaseFacts(), { name, known }, (value) => value || "''")?.en;
}

/** Two spaces in per level of the chain. */
function asText(explanation: Explanation, loaded: Loaded, style: Style): string {
  const lines: string[] = [`  ${style.green(resolvedText(explanation.resolved, 2000))}`, ...details(explanation, loaded, style, "  ")];
  return lines.map((line) => `${line}\n`).join("");
}

function details(explanation: Explanation, loaded: Loaded, style: Style, indent: string): string[] {
  const { dim } = style;
  const clean = (text: string) => printable(redact(text));
  const lines: string[] = [];
  if (explanation.winner) lines.push(`${indent}${dim("set in ")} ${clean(definitionPlace(explanation.winner, loaded))}`);
  if (explanation.template !== undefined) {
    const [first, ...rest] = explanation.template
      .trimEnd()
      .split("\n")
      .map((line) => (line.length > 2000 ? `${line.slice(0, 1996)} ...` : line));
    lines.push(`${indent}${dim("as     ")} ${clean(first as string)}`, ...rest.map((line) => `${indent}        ${clean(line)}`));
  }
  for (const loser of explanation.losers) {
    lines.push(`${indent}${dim("not by ")} ${clean(definitionPlace(loser, loaded))}${dim(`: ${clean(rawText(loser))}`)}`);
  }
  for (const [i, use] of explanation.uses.entries()) {
    const last = i === explanation.uses.length - 1;
    const value = use.repeated ? `${resolvedText(use.resolved, 100)} ${dim("(above)")}` : resolvedText(use.resolved, 160);
    lines.push(`${indent}${dim(last ? "└─" : "├─")} ${clean(use.name)} = ${value}`);
    if (!use.repeated) lines.push(...details(use, loaded, style, `${indent}${last ? "   " : dim("│  ")}`));
  }
  return lines;
}

/** What a definition says as it stands, on one line. A vaulted text is not shown. */
function rawText(definition: Definition): string {
  let text: string;
  try {
    text = toJson(definition.raw() as Value);
  } catch {
    return "a broken value";
  }
  return text.length > 100 ? `${text.slice(0, 96)} ...` : text;
}

function writeJson(name: string, shared: Shared, terminal: Terminal): void {
  const parts = [...shared].map(([text, { hosts }]) => `{"hosts": ${JSON.stringify(hosts)}, ${text.slice(1)}`);
  terminal.out(`{"variable": ${JSON.stringify(name)}, "explanations": [${parts.join(",\n")}]}\n`);
}

function asJson(explanation: Explanation, loaded: Loaded): string {
  const fields = [
    `"name": ${JSON.stringify(explanation.name)}`,
    resolvedJson(explanation.resolved).slice(1, -1),
    `"winner": ${explanation.winner ? definitionJson(explanation.winner, loaded) : "null"}`,
    `"losers": [${explanation.losers.map((one) => definitionJson(one, loaded)).join(", ")}]`,
    ...(explanation.template === undefined ? [] : [`"template": ${JSON.stringify(redact(explanation.template))}`]),
    ...(explanation.documentation === undefined ? [] : [`"documentation": ${JSON.stringify(explanation.documentation)}`]),
    ...(explanation.repeated ? ['"repeated": true'] : [`"uses": [${explanation.uses.map((use) => asJson(use, loaded)).join(", ")}]`]),
  ];
  return `{${fields.join(", ")}}`;
}

function definitionJson(definition: Definition, { display }: Loaded): string {
  const { file, line } = definition;
  return JSON.stringify({
    layer: definition.layer,
    owner: definition.owner,
    words: layerWords(definition),
    file: file === undefined ? null : display(file),
    line: line ?? null,
  });
}
