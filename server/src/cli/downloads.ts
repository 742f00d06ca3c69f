import type { Artifact, HostPlan, PlanItem, Summary } from "../kubespray/model";
import { redact } from "../text/redact";
import type { Call, Command } from "./command";
import { EXIT, type ExitCode } from "./exitCodes";
import { chosenHosts, load } from "./load";
import { choice } from "./parseCall";
import { reportProblems } from "./problems";
import { count, table } from "./table";
import { printable, type Terminal } from "./terminal";
import { hostNames } from "./vars";

/** `downloads`: each item of kubespray's table, whether a host takes it, why, and what it then fetches. */
export const downloads: Command = {
  name: "downloads",
  usage: "",
  summary: "Shows which items of kubespray's table of downloads each host takes, and why it leaves the others",
  options: [
    { name: "host", value: "HOST", help: "this host alone" },
    { name: "group", value: "GROUP", help: "the hosts of this group" },
    { name: "selected", help: "leave out what no host takes (text only)" },
    { name: "format", value: "FORMAT", help: "text (default; hosts that agree share a table) or json" },
  ],
  notes: `JSON: {"hosts": {HOST: {KEY: {"selected": .., "reason": .., "artifact": {"image": ..} | {"url": .., "dest": .., "checksum": ..}}}},
"summary": {"files": [..], "images": [..], "directOnlyFiles": [..]}}. "selected" is null where it cannot be told, and "error" then or
beside it says why; "directOnlyFiles" are fetched by other roles alone.`,
  run,
};

function run(call: Call, terminal: Terminal): ExitCode {
  const format = choice(call, "format", ["text", "json"] as const);
  const loaded = load(call, terminal);
  const { model } = loaded;
  const hosts = chosenHosts(model, call);
  const plans = hosts.map((host) => model.plan(host));
  const summary = hosts.length === model.hosts.length ? model.summary() : summarize(plans);
  if (format === "json") writeJson(plans, summary, terminal);
  else writeText(plans, summary, call.flag("selected"), terminal);
  const wrong = reportProblems(loaded, [], terminal);
  return wrong || plans.some((plan) => plan.loopError || plan.items.some(isOpen)) ? EXIT.incomplete : EXIT.ok;
}

/** It cannot be told whether it is taken, or what it then fetches. */
function isOpen(item: PlanItem): boolean {
  return item.selected === undefined || (item.selected && item.error !== undefined);
}

/** The union over some hosts, as Model.summary makes it over all. */
function summarize(plans: readonly HostPlan[]): Summary {
  const files = new Set<string>();
  const images = new Set<string>();
  const direct = new Set<string>();
  for (const plan of plans) {
    for (const { selected, artifact } of plan.items) {
      if (!selected || !artifact) continue;
      if ("image" in artifact) images.add(artifact.image);
      else files.add(artifact.url);
    }
    for (const { selected, artifact } of plan.direct) if (selected && artifact && "url" in artifact) direct.add(artifact.url);
  }
  return { files: [...files].sort(), images: [...images].sort(), directOnlyFiles: [...direct].filter((url) => !files.has(url)).sort() };
}

function writeJson(plans: readonly HostPlan[], summary: Summary, terminal: Terminal): void {
  terminal.out('{"hosts": {');
  for (const [i, plan] of plans.entries()) {
    const lines = plan.items.map((item) => `\n    ${JSON.stringify(item.key)}: ${JSON.stringify(itemJson(item))}`);
    terminal.out(`${i === 0 ? "" : ","}\n  ${JSON.stringify(plan.host)}: {${lines.join(",")}${lines.length > 0 ? "\n  " : ""}}`);
  }
  const { files, images, directOnlyFiles } = summary;
  terminal.out(`${plans.length > 0 ? "\n" : ""}}, "summary": ${JSON.stringify({ files, images, directOnlyFiles }, null, 2)}}\n`);
}

function itemJson(item: PlanItem) {
  return {
    selected: item.selected ?? null,
    reason: item.reason,
    ...(item.artifact && { artifact: artifactJson(item.artifact) }),
    ...(item.error !== undefined && { error: redact(item.error) }),
  };
}

function artifactJson(artifact: Artifact) {
  if ("image" in artifact) return { image: artifact.image };
  return { url: artifact.url, dest: artifact.dest, checksum: artifact.checksum ?? null };
}

/** Hosts whose tables are equal share one. */
function writeText(plans: readonly HostPlan[], summary: Summary, onlySelected: boolean, terminal: Terminal): void {
  const { bold, dim, red } = terminal.outStyle;
  const tables = new Map<string, string[]>();
  for (const plan of plans) {
    const text = tableOf(plan, onlySelected, terminal);
    const sharing = tables.get(text);
    if (sharing) sharing.push(plan.host);
    else tables.set(text, [plan.host]);
  }
  for (const [text, hosts] of tables) terminal.out(`${bold(printable(hostNames(hosts, 8)))}\n${text}\n`);
  const { files, images, directOnlyFiles } = summary;
  const besides = directOnlyFiles.length > 0 ? `, and ${count(directOnlyFiles.length, "file")} that other roles fetch by themselves` : "";
  terminal.out(`${count(plans.length, "host")}: ${count(files.length, "file")}, ${count(images.length, "image")}${besides}\n`);
  if (plans.length === 0) terminal.out(red("No host to ask.\n"));
  for (const url of directOnlyFiles) terminal.out(dim(`  ${printable(redact(url))}\n`));
}

function tableOf(plan: HostPlan, onlySelected: boolean, terminal: Terminal): string {
  const { green, dim, red, yellow } = terminal.outStyle;
  const clean = (text: string) => printable(redact(text));
  const lines: string[] = [];
  if (!plan.inPlay) lines.push(dim("  in no group that downloads (k8s_cluster, etcd)"));
  if (plan.loopError) {
    lines.push(red(`  nothing is downloaded, the run stops here: ${clean(plan.loopError.message)}`));
  }
  const rows = plan.items
    .filter((item) => !onlySelected || item.selected !== false)
    .map((item) => {
      const mark = item.selected === undefined ? yellow("?") : item.selected ? green("yes") : dim("no");
      return [`  ${clean(item.key)}`, mark, clean(item.selected === true ? content(item) : (item.error ?? item.reason))];
    });
  // Other roles fetch again much of what the loop has brought already.
  const brought = new Set(plan.items.filter((item) => item.selected).map(content));
  const direct = plan.direct
    .filter((fetch) => fetch.selected !== false && !brought.has(content(fetch)))
    .map((fetch) => [
      `  ${clean(fetch.key ?? fetch.role)}`,
      fetch.selected ? green("yes") : yellow("?"),
      `${clean(content(fetch))} ${dim(`by role ${clean(fetch.role)}`)}`,
    ]);
  return [...lines, ...table([...rows, ...direct]), ""].join("\n");
}

function content(item: Pick<PlanItem, "artifact" | "error" | "reason">): string {
  if (!item.artifact) return item.error ?? item.reason;
  return "image" in item.artifact ? item.artifact.image : item.artifact.url;
}
