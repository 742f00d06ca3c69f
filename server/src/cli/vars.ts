import type { Resolved } from "../ansible/model";
import type { Model } from "../kubespray/model";
import { Failure } from "../python/failure";
import { toJson } from "../python/json";
import { redact } from "../text/redact";
import { closest } from "./closest";
import type { Call, Command } from "./command";
import { CommandError, EXIT, type ExitCode } from "./exitCodes";
import { chosenHosts, load } from "./load";
import { choice } from "./parseCall";
import { reportProblems } from "./problems";
import { count, table } from "./table";
import { printable, type Terminal } from "./terminal";

/** `vars`: every variable of every host, resolved. */
export const vars: Command = {
  name: "vars",
  usage: " [NAME...]",
  summary: "Shows the value of every variable for every host, or of those named (* stands for anything)",
  options: [
    { name: "host", value: "HOST", help: "this host alone" },
    { name: "group", value: "GROUP", help: "the hosts of this group" },
    { name: "format", value: "FORMAT", help: "text (default; hosts that agree share a line) or json" },
  ],
  notes: `JSON: {"hosts": {HOST: {NAME: {"value": ..} | {"error": ..} | {"unknown": ..}}}}. A float keeps its point, so 1.0 is not 1.
A vaulted value is never shown: it is unknown, and so is what is built on it.`,
  run,
};

function run(call: Call, terminal: Terminal): ExitCode {
  const format = choice(call, "format", ["text", "json"] as const);
  const loaded = load(call, terminal);
  const hosts = chosenHosts(loaded.model, call);
  const wanted = call.words.map(pattern);
  const names = (host: string) =>
    loaded.model.variables(host).filter((name) => wanted.length === 0 || wanted.some((one) => one.test(name)));
  checkWords(call, loaded.model, hosts);
  if (format === "json") writeJson(loaded.model, hosts, names, terminal);
  else writeText(loaded.model, hosts, names, terminal);
  const wrong = reportProblems(loaded, [], terminal);
  const open = unanswered(loaded.model, hosts, call.words, format);
  for (const line of open.lines(loaded.display)) terminal.error(`${printable(redact(line))}\n`);
  return wrong || open.some ? EXIT.incomplete : EXIT.ok;
}

/** Variables that were asked for by their name and have no value, with the place that says what it would be. */
function unanswered(model: Model, hosts: readonly string[], words: readonly string[], format: "text" | "json") {
  const places = new Map<string, string[]>();
  for (const name of new Set(words.filter((word) => !word.includes("*")))) {
    for (const host of hosts) {
      const [winner] = model.definitions(host, name);
      if (winner === undefined || model.resolve(host, name).state === "known") continue;
      const key = JSON.stringify([name, winner.file, winner.line]);
      (places.get(key) ?? setNew(places, key)).push(host);
    }
  }
  return {
    some: places.size > 0,
    lines: (display: (path: string) => string) =>
      [...places].map(([key, having]) => {
        const [name, file, line] = JSON.parse(key) as [string, string | null, number | null];
        const place = file === null ? "" : `${display(file)}${line === null ? "" : `:${line}`}: `;
        return `${place}${name} has no value on ${hostNames(having)}${format === "text" ? "" : `: ${resolvedText(model.resolve(having[0] as string, name), 300)}`}`;
      }),
  };
}

function pattern(word: string): RegExp {
  const parts = word.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}

function checkWords(call: Call, model: Model, hosts: readonly string[]): void {
  const all = new Set(hosts.flatMap((host) => model.variables(host)));
  for (const word of call.words) {
    const one = pattern(word);
    if ([...all].some((name) => one.test(name))) continue;
    const near = closest(word, all);
    throw new CommandError(`No host has a variable ${word}.`, near.length > 0 ? `Did you mean ${near.join(", ")}?` : undefined);
  }
}

/** Host by host, so that a thousand hosts need not stand in memory as one text. */
function writeJson(model: Model, hosts: readonly string[], names: (host: string) => readonly string[], terminal: Terminal): void {
  terminal.out('{"hosts": {');
  for (const [i, host] of hosts.entries()) {
    const lines = names(host).map((name) => `\n    ${JSON.stringify(name)}: ${resolvedJson(model.resolve(host, name))}`);
    terminal.out(`${i === 0 ? "" : ","}\n  ${JSON.stringify(host)}: {${lines.join(",")}${lines.length > 0 ? "\n  " : ""}}`);
  }
  terminal.out(`${hosts.length > 0 ? "\n" : ""}}}\n`);
}

/** `{"value": ..}`, `{"error": ..}` or `{"unknown": ..}`. */
export function resolvedJson(resolved: Resolved): string {
  switch (resolved.state) {
    case "known":
      try {
        return `{"value": ${toJson(resolved.value)}}`;
      } catch (error) {
        // Native templating keeps a failed element inside its container until it is used.
        if (!(error instanceof Failure)) throw error;
        return `{"${error.kind === "unknown" ? "unknown" : "error"}": ${JSON.stringify(redact(error.message))}}`;
      }
    case "unknown":
      return `{"unknown": ${JSON.stringify(redact(resolved.reason))}}`;
    case "undefined":
    case "failed":
      return `{"error": ${JSON.stringify(redact(resolved.message))}}`;
  }
}

/** For people: the value on one line, or why there is none. */
export function resolvedText(resolved: Resolved, most: number): string {
  switch (resolved.state) {
    case "known":
      try {
        return cut(printable(redact(toJson(resolved.value))), most);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        return cut(printable(redact(`${error.kind === "unknown" ? "unknown" : "fails"}: ${error.message}`)), most);
      }
    case "unknown":
      return cut(printable(redact(`unknown: ${resolved.reason}`)), most);
    case "undefined":
      return cut(printable(redact(`undefined: ${resolved.message}`)), most);
    case "failed":
      return cut(printable(redact(`fails: ${resolved.message}`)), most);
  }
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 4)} ...`;
}

function writeText(model: Model, hosts: readonly string[], names: (host: string) => readonly string[], terminal: Terminal): void {
  const { cyan, dim } = terminal.outStyle;
  const takers = new Map<string, string[]>();
  for (const host of hosts) {
    for (const name of names(host)) (takers.get(name) ?? setNew(takers, name)).push(host);
  }
  const rows: string[][] = [];
  for (const [name, having] of [...takers].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const values = new Map<string, string[]>();
    for (const host of having) {
      const text = resolvedText(model.resolve(host, name), 300);
      (values.get(text) ?? setNew(values, text)).push(host);
    }
    for (const [text, sharing] of values) {
      rows.push([
        cyan(printable(name)),
        values.size === 1 && sharing.length === hosts.length ? text : `${text}  ${dim(hostNames(sharing))}`,
      ]);
    }
  }
  terminal.out(
    table(rows)
      .map((line) => `${line}\n`)
      .join(""),
  );
  terminal.error(`${count(takers.size, "variable")} of ${count(hosts.length, "host")}\n`);
}

function setNew(map: Map<string, string[]>, key: string): string[] {
  const list: string[] = [];
  map.set(key, list);
  return list;
}

/** The first few of them. */
export function hostNames(hosts: readonly string[], most = 4): string {
  const shown = hosts.slice(0, most).join(", ");
  return hosts.length > most ? `${shown} and ${hosts.length - most} more` : shown;
}
