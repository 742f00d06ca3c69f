import type { HostPlan } from "../../kubespray/model";
import { architectures } from "../architectures";
import type { FeatureContext } from "../feature";
import type { Located } from "../locate";
import { code } from "../places";
import { wordsFor } from "../words";

const MOST_NAMES = 12;

/** A name in a hosts file: the hosts that it stands for, their groups, what is set for them and what they download. */
export function hostsHover(context: FeatureContext, entry: NonNullable<Located["entry"]>): string {
  const words = wordsFor(context.locale);
  const { model } = context;
  const group = entry.kind === "group" ? entry.name : entry.kind === "child" ? entry.child : undefined;
  const hosts = (group === undefined ? (entry.kind === "host" ? entry.hosts : []) : model.hostsOf(group)).filter((host) =>
    model.hosts.includes(host),
  );
  const [only] = hosts;
  const title =
    group !== undefined
      ? words.group(`**${code(group)}**`)
      : hosts.length === 1 && only !== undefined
        ? words.host(`**${code(only)}**`)
        : `**${code(entry.kind === "host" ? entry.pattern : "")}**`;
  const lines = [title];
  if (hosts.length !== 1 || group !== undefined) lines.push(`${words.hosts(hosts.length)}${names(hosts)}`);
  const groups = new Set(group === undefined ? hosts.flatMap((host) => model.groupsOf(host)) : []);
  if (groups.size > 0) lines.push(`${words.inGroups} ${[...groups].slice(0, MOST_NAMES).map(code).join(", ")}`);
  if (only !== undefined) lines.push(...about(context, hosts, only, group));
  return lines.join("  \n");
}

function names(hosts: readonly string[]): string {
  if (hosts.length === 0) return "";
  const more = hosts.length > MOST_NAMES ? ", …" : "";
  return `: ${hosts.slice(0, MOST_NAMES).map(code).join(", ")}${more}`;
}

function about(context: FeatureContext, hosts: readonly string[], first: string, group: string | undefined): readonly string[] {
  const { model } = context;
  const words = wordsFor(context.locale);
  const lines: string[] = [];
  if (hosts.length === 1 || group !== undefined) lines.push(words.variables(ownVariables(context, first, group)));
  const machines = [...architectures(context, hosts).keys()].filter((name) => name !== "");
  if (machines.length > 0) lines.push(words.architecture(machines.map(code).join(", ")));
  const { files, images } = downloadCounts(hosts.map((host) => model.plan(host)));
  lines.push(files + images > 0 ? words.downloads(files, images) : words.noDownloads);
  return lines;
}

/** Variables that the inventory sets for the host, or for the group alone. */
function ownVariables({ model }: FeatureContext, host: string, group: string | undefined): number {
  return model
    .variables(host)
    .filter((name) =>
      model
        .definitions(host, name)
        .some(({ layer, owner, file }) =>
          group === undefined
            ? file !== undefined && (layer.startsWith("inventory") || layer.startsWith("group-vars") || layer === "host-vars")
            : owner === group && (layer.startsWith("inventory") || layer.startsWith("group-vars")),
        ),
    ).length;
}

/** Different files and images of several hosts. */
export function downloadCounts(plans: readonly HostPlan[]): { readonly files: number; readonly images: number } {
  const files = new Set<string>();
  const images = new Set<string>();
  const seen = new Set<unknown>();
  for (const { items, direct } of plans) {
    if (seen.has(items) && seen.has(direct)) continue;
    seen.add(items);
    seen.add(direct);
    for (const { artifact, selected } of [...items, ...direct]) {
      if (!artifact || selected !== true) continue;
      if ("image" in artifact) images.add(artifact.image);
      else files.add(artifact.url);
    }
  }
  return { files: files.size, images: images.size };
}
