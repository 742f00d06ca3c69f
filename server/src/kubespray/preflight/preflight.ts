import type { Definition } from "../../ansible/model";
import type { FilePath, FileSystem } from "../../files/fileSystem";
import { type FileMemo, type Memo, noMemo } from "../../files/memo";
import { PyDict, type Value } from "../../python/values";
import { entry, type TaskScope } from "../taskScope";
import { type AnswerGrounds, KeptAnswers } from "./keptAnswers";
import { namesSetByTasks } from "./namesSetByTasks";
import { type Condition, TreeSteps } from "./steps";
import { conditionsOf, readTasks, taskPath, variablesOf } from "./taskFile";
import { EVERYTHING, walkRole } from "./walk";

/**
 * Kubespray's own checks of an inventory, answered before it runs: the `assert` tasks of the roles that validate, read from the tree, walked
 * as Ansible would (imports, includes, blocks, conditions, loops) and evaluated with the variables of a host. Three-valued: what rests on
 * facts that nobody gave, on what tasks set while they run, or on anything that is missing is undecided.
 */
export interface PreflightAnswer {
  readonly role: string;
  readonly task: string;
  /** The task file. */
  readonly file: FilePath;
  readonly host: string;
  readonly state: "holds" | "fails" | "skipped" | "undecided";
  /** Why it is undecided, or the condition that fails. */
  readonly reason: string;
  /** Of a failing one: what kubespray would say, rendered; undefined where it says nothing of its own or that cannot be rendered. */
  readonly message?: string;
  /** What the message was rendered from. */
  readonly template?: string;
  /** Of a failing one: the names that the failing condition mentions, then those of the conditions under which it runs. */
  readonly names: readonly string[];
}

export interface PreflightSource {
  readonly fs: FileSystem;
  readonly root: FilePath;
  /** In the order in which a play on the group comes to them; `all` is a group. */
  hostsOf(group: string): readonly string[];
  scope(host: string): TaskScope;
  /** The winner on the host, among what the inventory and the play's roles define. */
  definition(host: string, name: string): Definition | undefined;
  /** Raw defaults and vars of one more role. */
  roleValues(role: string, kind: "defaults" | "vars"): ReadonlyMap<string, Value>;
  /** See Resolver.once. */
  once<T>(host: string, key: string, work: () => T): T;
  /** What tells the inventory from others. */
  readonly inventory: FilePath;
  /** Undefined where answers are not to be kept. `tree` is the very same thing as long as the tasks are. */
  grounds(tree: unknown): AnswerGrounds | undefined;
  /** Files of roles that were looked at so far. */
  roleFiles(): AnswerGrounds["files"];
  /** Names that decide what a name is set to at run time. */
  readonly alsoAsked: readonly string[];
  /** Whether what a task sets is known before all the same. */
  isKnown(name: string): boolean;
  readonly memo: FileMemo;
}

/**
 * Every answer for every host; yields undefined between hosts, and between files while a tree is read for the first time. Order: as
 * kubespray would come to them.
 */
export function* preflight(source: PreflightSource): Generator<PreflightAnswer | undefined> {
  const { fs, root, memo } = source;
  const first = memo.of("preflight-read", root, "", () => ({ isRead: false }));
  // Once more in one go below, from what is kept of each file.
  if (!first.isRead && memo !== noMemo) yield* namesSetByTasks(fs, root, memo);
  first.isRead = true;
  const tree = memo.reading("preflight-tree", root, fs, (seen) => readTree(seen, root, memo));
  const grounds = source.grounds(tree);
  const kept = memo.of("preflight-answers", source.inventory, root, () => new KeptAnswers());
  const known = grounds && kept.reuse(grounds);
  if (known) {
    yield* known;
    return;
  }
  const asked = new Set<string>();
  const answers: PreflightAnswer[] = [];
  for (const { role, pattern, when, variables } of tree.plays) {
    for (const [i, host] of hostsOf(source, pattern).entries()) {
      const walk = () => walkRole({ ...source, asked }, tree, host, i === 0, role, { when, variables, roles: [], blocked: undefined });
      // Like hosts share the work; `run_once` tasks have their answer on the first alone.
      const found = source.once(host, `preflight ${role} ${i === 0}`, walk).map((answer) => ({ ...answer, host }));
      answers.push(...found);
      yield* found;
      yield undefined;
    }
  }
  if (grounds && !asked.has(EVERYTHING)) kept.keep(grounds, source.roleFiles(), answers, new Set([...asked, ...source.alsoAsked]));
}

/** What the tree says, the same for all inventories and hosts. */
export interface PreflightTree {
  readonly plays: readonly ValidatingPlay[];
  readonly steps: TreeSteps;
  /** Names that tasks set while they run, and nobody knows before. */
  readonly setByTasks: ReadonlySet<string>;
}

/** Roles that are there to look at an inventory before anything is done with it. */
const VALIDATING = ["validate_inventory", "kubernetes/preinstall", "network_plugin"] as const;

interface ValidatingPlay {
  readonly role: string;
  /** `hosts:` */
  readonly pattern: Value | undefined;
  readonly when: readonly Condition[];
  readonly variables: ReadonlyMap<string, Value>;
}

function readTree(fs: FileSystem, root: FilePath, memo: Memo): PreflightTree {
  const names = namesSetByTasks(fs, root, memo);
  let step = names.next();
  while (!step.done) step = names.next();
  // One that is included under a name that only a host knows is a network plugin.
  const plugins = (fs.list(`${root}/roles/network_plugin`) ?? []).filter(({ kind }) => kind === "directory").map(({ name }) => name);
  const roles = [...VALIDATING, ...plugins.map((name) => `network_plugin/${name}`)];
  return { plays: validatingPlays(fs, root), steps: new TreeSteps(fs, root, roles), setByTasks: step.value };
}

/** The first play with each of the roles, in cluster.yml and what lies beside it. */
function validatingPlays(fs: FileSystem, root: FilePath): readonly ValidatingPlay[] {
  const folders = [`${root}/playbooks`, root];
  const usual = ["boilerplate.yml", "cluster.yml"];
  const files = folders.flatMap((folder) => usual.map((name) => `${folder}/${name}`)).filter((path) => fs.kind(path) === "file");
  const plays = files.flatMap((path) => readTasks(fs, path));
  return VALIDATING.flatMap((role): ValidatingPlay[] => {
    if (taskPath(fs, `${root}/roles/${role}`) === undefined && fs.kind(`${root}/roles/${role}/meta/main.yml`) !== "file") return [];
    for (const play of plays) {
      const roles = play.get("roles");
      const found = (Array.isArray(roles) ? roles : []).find((one) => (typeof one === "string" ? one : entry(one, "role")) === role);
      if (found === undefined) continue;
      const own = found instanceof PyDict ? found : new PyDict([]);
      const variables = new Map([...variablesOf(play.get("vars")), ...variablesOf(own.get("vars"))]);
      return [{ role, pattern: play.get("hosts"), when: conditionsOf(own.get("when")), variables }];
    }
    return [];
  });
}

/** `k8s_cluster:etcd`, `all`, `kube_control_plane[0]`; other patterns give no host. */
function hostsOf(source: PreflightSource, pattern: Value | undefined): readonly string[] {
  if (typeof pattern !== "string") return [];
  const found = new Set<string>();
  for (const part of pattern.split(/[:,]/)) {
    const [, name, index] = /^([\w-]+)(?:\[(\d+)\])?$/.exec(part.trim()) ?? [];
    if (name === undefined) return [];
    const members = source.hostsOf(name);
    const chosen = index === undefined ? members : members.slice(Number(index), Number(index) + 1);
    for (const host of chosen) found.add(host);
  }
  return [...found];
}
