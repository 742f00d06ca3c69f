import type { Definition } from "../ansible/model";
import { orderText } from "../python/compare";
import { truthy } from "../python/convert";
import { str } from "../python/text";
import { PyDict, type Value } from "../python/values";
import type { Problem } from "../text/problem";
import type { DirectCall } from "./directCallers";
import type { DownloadRules } from "./downloadRules";
import { imageTable } from "./kubeadmImages";
import type { Artifact, HostPlan, ListEntry, ListOptions, Lists } from "./model";
import { type Attempt, attempt, entry, type TaskScope } from "./taskScope";
import { gapOf, UnknownItems } from "./unknownItems";

/**
 * The lists of files and images: what the hosts of this inventory download, or with `all` everything that the table `downloads` names,
 * enabled or not, as upstream's contrib/offline/generate_list.sh means to list it (the addresses of all files, repository and tag of all
 * images, and kubeadm's four), but with the values that each host really has.
 */
export interface ListSource {
  readonly rules: DownloadRules;
  readonly directCalls: readonly DirectCall[];
  /** Hosts that roles/download runs on. */
  readonly hosts: readonly string[];
  scope(host: string): TaskScope;
  plan(host: string): HostPlan;
  /** Where the loop fails: what it would do but for what makes it fail. */
  planWithoutBroken(host: string): Pick<HostPlan, "items" | "direct">;
  /** The definition that leads to the failure of an item, or of the values that kubeadm's images are made of. */
  culprit(host: string, key: string | DownloadRules["kubeadm"]): Definition | undefined;
  /** Resolver.once. */
  once<T>(host: string, key: string, work: () => T): T;
  /** How downloads and the kernel call the host's architecture. */
  architecture(host: string): Architecture;
  /** The definition of a variable that counts. */
  winner(host: string, name: string): Definition | undefined;
}

export interface Architecture {
  /** `amd64`, ...; undefined where it is not known. */
  readonly name: string | undefined;
  /** `x86_64`, ... */
  readonly machine: string | undefined;
}

/** Worked out with the host's variables: image_arch is kubespray's own word for it. */
export function architectureOf(scope: TaskScope): Architecture {
  const text = (template: string) => {
    const value = attempt(() => scope.engine().template(template));
    return value.ok && typeof value.value === "string" && value.value !== "" ? value.value : undefined;
  };
  return { name: text("{{ image_arch | default(host_architecture) }}"), machine: text("{{ ansible_architecture }}") };
}

export function makeLists(source: ListSource, options: ListOptions = {}): Lists {
  const collector = new Collector(source);
  if (source.hosts.length === 0)
    collector.gap(
      "nothing is downloaded: kubespray's play runs on the groups k8s_cluster and etcd, which have no hosts here",
      undefined,
      "no-hosts-in-play",
    );
  for (const host of source.hosts) {
    const scope = source.scope(host);
    if (options.host !== undefined && host !== options.host) continue;
    if (options.group !== undefined && options.group !== "all" && !scope.groups.includes(options.group)) continue;
    if (options.architecture !== undefined && source.architecture(host).name !== options.architecture) continue;
    if (options.all) collectAll(collector, scope);
    else collectSelected(collector, scope);
  }
  return collector.lists();
}

/** One reason for a line: a key on a host. */
interface Finding {
  readonly kind: ListEntry["kind"];
  readonly text: string;
  readonly key: string;
  readonly checksum: string | undefined;
  readonly selected: boolean;
  readonly reason: string;
}

/** The one file that is no key of `downloads`. */
const OWN_FILE = { kind: "file", key: "argocd_install", checksum: undefined } as const;

function collectSelected(collector: Collector, scope: TaskScope): void {
  const { source } = collector;
  const plan = source.plan(scope.host);
  // What cannot be known need not fail: there the items themselves say what is missing.
  if (plan.loopError?.kind === "failed") {
    const { message, definition } = plan.loopError;
    collector.gap(`the run stops on ${scope.host}, for kubespray's list of downloads fails: ${message}`, definition);
  }
  const { items, direct } = plan.loopError ? source.planWithoutBroken(scope.host) : plan;
  if (plan.loopError && items.length === 0)
    collector.gap(`nothing is known of what ${scope.host} downloads: ${plan.loopError.message}`, plan.loopError.definition);
  if (plan.kubeadmImages?.error !== undefined) {
    const { fromHost, error } = plan.kubeadmImages;
    collector.gap(`kubeadm's own images are not known (made on ${fromHost}): ${error}`, source.culprit(fromHost, source.rules.kubeadm));
  }
  for (const item of [...items, ...direct]) {
    if (item.selected === false) continue;
    const own = "ownFile" in item ? item.ownFile : undefined;
    if (item.artifact && item.key !== null) collector.add(scope, found(item.key, item.artifact, true, item.reason));
    else if (own) collector.add(scope, { ...OWN_FILE, text: own.url, selected: true, reason: item.reason });
    else if (item.key !== null || item.error !== undefined) {
      const definition = item.key === null ? undefined : source.culprit(scope.host, item.key);
      collector.unknown(item.key ?? OWN_FILE.key, scope.host, item.error ?? item.reason, definition);
    }
  }
}

function found(key: string, artifact: Artifact, selected: boolean, reason: string): Finding {
  return "image" in artifact
    ? { kind: "image", text: artifact.image, key, checksum: undefined, selected, reason }
    : { kind: "file", text: artifact.url, key, checksum: artifact.checksum, selected, reason };
}

function collectAll(collector: Collector, scope: TaskScope): void {
  const { source } = collector;
  const plan = source.plan(scope.host);
  const chosen = new Map(plan.items.map((item) => [item.key, item]));
  const table = source.once(scope.host, "list", () => allItems(source, scope, plan));
  if (table === undefined) {
    collector.gap(`downloads on ${scope.host} is no table: nothing is known of what it names`);
    return;
  }
  for (const { key, texts } of table) {
    const item = chosen.get(key);
    const selected = item?.selected === true;
    const reason = plan.loopError
      ? `nothing is selected: ${plan.loopError.message}`
      : (item?.reason ?? "not in the table that the loop sees");
    if (!texts.ok) collector.unknown(key, scope.host, texts.failure.message, source.culprit(scope.host, key));
    else for (const { kind, text, checksum } of texts.value) collector.add(scope, { kind, text, key, checksum, selected, reason });
  }
  for (const { url, selected, reason } of source.once(scope.host, "own files", () => ownFiles(source, scope, plan))) {
    collector.add(scope, { ...OWN_FILE, text: url, selected, reason });
  }
}

/** Upstream's list lacks them. A tree without the role that fetches one has no address for it. */
function ownFiles(source: ListSource, scope: TaskScope, plan: HostPlan) {
  return source.directCalls.flatMap(({ url, roles }) => {
    const text = url === undefined ? undefined : attempt(() => str(scope.engine(new Map(), roles).template(url)));
    const fetch = plan.direct.find((item) => item.key === null);
    return text?.ok ? [{ url: text.value, selected: fetch?.selected === true, reason: fetch?.reason ?? "" }] : [];
  });
}

interface NamedItem {
  readonly key: string;
  readonly texts: Attempt<readonly Pick<Finding, "kind" | "text" | "checksum">[]>;
}

function allItems(source: ListSource, scope: TaskScope, plan: HostPlan): readonly NamedItem[] | undefined {
  const table = downloadTable(scope);
  if (!(table instanceof PyDict)) return undefined;
  return [...table.entries(), ...kubeadmTable(source, plan).entries()].map(([key, raw]) => ({
    key: str(key),
    texts: attempt(() => [...itemTexts(scope, source.rules, raw)]),
  }));
}

/** The table with its fields still raw, so that one that fails does not hide the others. */
function downloadTable(scope: TaskScope): Value | undefined {
  const raw = scope.engine().variables.raw?.("downloads");
  if (typeof raw !== "string") return raw;
  const table = attempt(() => scope.engine().template(raw));
  return table.ok ? table.value : undefined;
}

/** What an item names, whether it would be fetched as a file or as an image: an address, and a repository with a tag. */
function* itemTexts(scope: TaskScope, rules: DownloadRules, raw: Value): Iterable<Pick<Finding, "kind" | "text" | "checksum">> {
  const engine = scope.engine();
  const spec = typeof raw === "string" ? engine.template(raw) : raw;
  const field = (name: string) => {
    const value = entry(spec, name);
    return value === undefined ? undefined : engine.template(value);
  };
  const url = field("url");
  if (url !== undefined && url !== null && url !== "") yield { kind: "file", text: str(url), checksum: fileChecksum(scope, rules, spec) };
  const repository = field("repo");
  if (repository === undefined) return;
  const digest = truthy(field("container") ?? false) ? (field("sha256") ?? "") : "";
  yield truthy(digest)
    ? { kind: "image", text: `${str(repository)}@sha256:${str(digest)}`, checksum: undefined }
    : { kind: "image", text: `${str(repository)}:${str(field("tag") ?? "")}`, checksum: undefined };
}

/** A checksum that cannot be told leaves the line without one. */
function fileChecksum(scope: TaskScope, rules: DownloadRules, spec: Value | undefined): string | undefined {
  const checksum = attempt(() => scope.engine(new Map([["download", spec ?? null]])).template(rules.checksum));
  return checksum.ok && typeof checksum.value === "string" && /^\w+:[0-9a-f]+$/i.test(checksum.value) ? checksum.value : undefined;
}

/** kubeadm's images also where they are skipped, or where there is no control-plane host to make the list on. */
function kubeadmTable(source: ListSource, plan: HostPlan): PyDict {
  if (plan.kubeadmImages && plan.kubeadmImages.error === undefined) return imageTable(plan.kubeadmImages.list, source.rules.kubeadm);
  const { repository, version } = source.rules.kubeadm;
  const programs = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy"];
  return new PyDict(
    programs.map((program): [string, Value] => [
      `kubeadm_${program}`,
      new PyDict([
        ["repo", `${repository}/${program}`],
        ["tag", version],
      ]),
    ]),
  );
}

interface Line {
  readonly kind: ListEntry["kind"];
  readonly text: string;
  readonly keys: Set<string>;
  readonly hosts: Set<string>;
  readonly groups: Set<string>;
  readonly architectures: Set<string>;
  checksum: string | undefined;
  selected: boolean;
  reason: string;
  variable: string | undefined;
  definition: Definition | undefined;
}

/** Merges findings of all hosts into lines. */
class Collector {
  readonly #lines = new Map<string, Line>();
  readonly #gaps = new Map<string, Problem>();
  readonly #unknown = new UnknownItems();

  constructor(readonly source: ListSource) {}

  add(scope: TaskScope, finding: Finding): void {
    const id = `${finding.kind} ${finding.text}`;
    let line = this.#lines.get(id);
    if (!line) {
      line = this.#newLine(scope, finding);
      this.#lines.set(id, line);
    }
    line.keys.add(finding.key);
    if (finding.selected) {
      line.hosts.add(scope.host);
      for (const group of scope.groups) line.groups.add(group);
    }
    const { name, machine } = this.source.architecture(scope.host);
    if (name !== undefined && (finding.text.includes(name) || (machine !== undefined && finding.text.includes(machine)))) {
      line.architectures.add(name);
    }
    line.checksum ??= finding.checksum;
    if (finding.selected && !line.selected) {
      line.selected = true;
      line.reason = finding.reason;
    }
  }

  gap(message: string, definition?: Definition, code = "list-incomplete"): void {
    this.#gaps.set(message, gapOf(message, definition, code));
  }

  /** What an item is on a host. */
  unknown(key: string, host: string, why: string, definition: Definition | undefined): void {
    this.#unknown.add(key, host, why, definition);
  }

  lists(): Lists {
    const entries = [...this.#lines.values()].sort((a, b) => orderText(a.text, b.text)).map(toEntry);
    return {
      files: entries.filter(({ kind }) => kind === "file"),
      images: entries.filter(({ kind }) => kind === "image"),
      gaps: [...this.#gaps.values(), ...this.#unknown.gaps()],
    };
  }

  #newLine(scope: TaskScope, finding: Finding): Line {
    const carrier = carrierOf(this.source, scope, finding);
    return {
      ...finding,
      keys: new Set(),
      hosts: new Set(),
      groups: new Set(),
      architectures: new Set(),
      variable: carrier.variable,
      definition: carrier.definition,
    };
  }
}

function toEntry(line: Line): ListEntry {
  const { kind, text, variable, definition, checksum, selected, reason } = line;
  return {
    kind,
    text,
    keys: [...line.keys],
    variable,
    definition,
    hosts: [...line.hosts],
    groups: [...line.groups].sort(orderText),
    architectures: [...line.architectures].sort(orderText),
    checksum,
    selected,
    reason,
  };
}

/** The variable that the item's `url` or `repo` names, and where its value comes from; else the table itself. */
function carrierOf(
  source: ListSource,
  scope: TaskScope,
  finding: Finding,
): { readonly variable: string | undefined; readonly definition: Definition | undefined } {
  const table = source.winner(scope.host, "downloads");
  const field = finding.kind === "file" ? "url" : "repo";
  const kubeadm = finding.key.startsWith("kubeadm_") && entry(table?.raw(), finding.key) === undefined;
  const raw = kubeadm ? source.rules.kubeadm.repository : entry(entry(table?.raw(), finding.key), field);
  const variable = typeof raw === "string" ? /^\{\{\s*([A-Za-z_]\w*)\s*\}\}$/.exec(raw)?.[1] : undefined;
  if (variable === undefined) return { variable, definition: table };
  return { variable, definition: source.winner(scope.host, variable) };
}
