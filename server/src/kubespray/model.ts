import type { Definition, Resolved } from "../ansible/model";
import type { FilePath } from "../files/fileSystem";
import type { Generation } from "../jinja/context";
import type { Value } from "../python/values";
import type { Problem } from "../text/problem";
import type { Catalog } from "./catalog";
import type { PreflightAnswer } from "./preflight/preflight";

/** The answers that the CLI, the editor and the generators are built on: see openModel in openModel.ts. Pure questions, no side effects. */

export interface Release {
  /** `v2.31.0`, `master`, ... as told by git's tag or the fingerprint; undefined where neither says. */
  readonly name: string | undefined;
  readonly source: "git-tag" | "fingerprint" | "unknown";
  /** Where there is no name: the release whose defaults are most like the tree's; absent where nothing can be told. */
  readonly nearest?: string;
  readonly generation: Generation;
  /** Where `generation` comes from: the tree's own ansible version check, or the override. */
  readonly generationReason: string;
}

export interface Model {
  readonly kubespray: { readonly root: FilePath; readonly release: Release } | undefined;
  readonly inventory: {
    readonly file: FilePath | undefined;
    readonly folder: FilePath;
    /** Set where no hosts file could be used and one imaginary host per role group stands in: why. */
    readonly imaginary: string | undefined;
  };
  /** Everything wrong that was met on the way, with file and line; grows as questions are asked. */
  readonly problems: readonly Problem[];
  /** In the order of the inventory. */
  readonly hosts: readonly string[];
  /** The groups of a host at the time roles/download runs, sorted, without `all` (Ansible's group_names). */
  groupsOf(host: string): readonly string[];
  hostsOf(group: string): readonly string[];
  /** Names of all variables that a host has from the inventory, kubespray's role defaults and vars and facts. */
  variables(host: string): readonly string[];
  resolve(host: string, name: string): Resolved;
  /** Templates any raw value with the variables of a host, as an argument of a task in the play of roles/download. */
  evaluate(host: string, raw: Value): Resolved;
  explain(host: string, name: string): Explanation;
  /** The winner first, then what it overrides; nothing is evaluated. */
  definitions(host: string, name: string): readonly Definition[];
  /** The role defaults and vars of the whole tree, also of roles that the play of roles/download does not run. */
  readonly catalog: Catalog;
  /** All groups, those without hosts included, in the order in which Ansible met them. */
  readonly groups: readonly string[];
  plan(host: string): HostPlan;
  /** The same in small steps: whoever runs them can do something else in between, or leave it at that. */
  planning(host: string): Generator<void, HostPlan>;
  summary(): Summary;
  /** Kubespray's own checks of the inventory, for every host that they run on; undefined between hosts. Works when iterated. */
  preflight(): Iterable<PreflightAnswer | undefined>;
  lists(options?: ListOptions): Lists;
}

/**
 * What roles/download/tasks/prep_kubeadm_images.yml makes: once, on the first control-plane host of the play, with its variables, and
 * then used on every host.
 */
export interface KubeadmImages {
  readonly fromHost: string;
  /** `skip_downloads` or `skip_kubeadm_images` there: the images are known but not added to the loop. */
  readonly skipped: boolean;
  /** Image references in the order of `kubeadm config images list`, less those that kubespray drops. */
  readonly list: readonly string[];
  /** Set where the list cannot be made on that host: why. */
  readonly error?: string;
}

/** How a value came to be: the winner, what it overrides, and the variables that its template names, each explained in turn. */
export interface Explanation {
  readonly name: string;
  readonly resolved: Resolved;
  readonly winner: Definition | undefined;
  readonly losers: readonly Definition[];
  /** The raw text of the winner where it is a template. */
  readonly template?: string;
  readonly uses: readonly Explanation[];
  /** Set instead of `uses` where the variable was already explained above, or the chain is cut. */
  readonly repeated?: boolean;
  readonly documentation?: string;
}

export type Artifact =
  | { readonly image: string; readonly pullByDigest: boolean }
  | { readonly url: string; readonly dest: string; readonly checksum: string | undefined };

/** What roles/download does with one key of `downloads` on one host. */
export interface PlanItem {
  readonly key: string;
  /** undefined: cannot be told; `reason` says why. */
  readonly selected: boolean | undefined;
  /** For people: the condition that decided, or why it cannot be told. */
  readonly reason: string;
  /** Of a selected item; where it cannot be told, `error` says why. */
  readonly artifact?: Artifact;
  readonly error?: string;
}

/** A file that another role fetches by itself, outside the loop of roles/download. */
export interface DirectFetch {
  /** null: argocd's own manifests, which are no key of `downloads`. */
  readonly key: string | null;
  /** The role whose tasks ask for it. */
  readonly role: string;
  readonly selected: boolean | undefined;
  readonly reason: string;
  readonly artifact?: Artifact;
  /** What a fetch without key gets. The summary, which is about the table, does not count it; the lists do. */
  readonly ownFile?: { readonly url: string };
  readonly error?: string;
}

export interface HostPlan {
  readonly host: string;
  /** False: the host is in no group that the play of roles/download runs on (k8s_cluster, etcd). */
  readonly inPlay: boolean;
  /** Set where the whole loop fails on this host, so that nothing is selected and the run stops. */
  readonly loopError?: { readonly kind: "failed" | "unknown"; readonly message: string; readonly definition?: Definition };
  /** In the order of the loop: kubespray's table, then kubeadm's own images (`kubeadm_kube-proxy`, ...). */
  readonly items: readonly PlanItem[];
  readonly kubeadmImages: KubeadmImages | undefined;
  readonly direct: readonly DirectFetch[];
}

export interface Summary {
  readonly files: readonly string[];
  readonly images: readonly string[];
  readonly directOnlyFiles: readonly string[];
}

export interface ListOptions {
  /** Everything the release can download, whether this inventory enables it or not. */
  readonly all?: boolean;
  readonly host?: string;
  readonly group?: string;
  readonly architecture?: string;
}

/** One line of files.list or images.list. */
export interface ListEntry {
  readonly kind: "file" | "image";
  /** The URL or image reference. */
  readonly text: string;
  /** Keys of `downloads` (or `kubeadm_...`) that lead to it. */
  readonly keys: readonly string[];
  /** The variable that carries the URL or the image's repository, where there is one. */
  readonly variable: string | undefined;
  /** What decided the text. */
  readonly definition: Definition | undefined;
  /** Those that download it, and their groups; none for what only `all` lists. */
  readonly hosts: readonly string[];
  readonly groups: readonly string[];
  /** amd64, arm64, ...; empty for what is the same on all. */
  readonly architectures: readonly string[];
  readonly checksum: string | undefined;
  readonly selected: boolean;
  readonly reason: string;
}

export interface Lists {
  readonly files: readonly ListEntry[];
  readonly images: readonly ListEntry[];
  /** What may be missing from the lists, and why: a list with any is incomplete. */
  readonly gaps: readonly Problem[];
}
