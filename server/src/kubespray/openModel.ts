import { readFacts } from "../ansible/facts/readFacts";
import type { Inventory } from "../ansible/inventory/inventory";
import { brokenValue, valueLayer } from "../ansible/layers";
import type { Definition, Layer, Resolved } from "../ansible/model";
import type { Resolver } from "../ansible/resolver";
import { createVarsFiles, type VarsFiles } from "../ansible/vars/varsFiles";
import type { FilePath, FileSystem } from "../files/fileSystem";
import { type FileMemo, noMemo } from "../files/memo";
import { isInside } from "../files/paths";
import type { Generation } from "../jinja/context";
import { toJson } from "../python/json";
import { PyDict, type Value } from "../python/values";
import type { Problem } from "../text/problem";
import { type Catalog, openCatalog } from "./catalog";
import { type Culprit, type CulpritSource, definitionBehind, findCulprit } from "./culprit";
import { directCalls } from "./directCallers";
import { directFetches } from "./directFetches";
import type { KubeadmRules } from "./downloadRules";
import { explainVariable } from "./explain";
import { type KubeadmResult, kubeadmImages } from "./kubeadmImages";
import { architectureOf, makeLists } from "./lists";
import type { HostPlan, ListOptions, Model, Summary } from "./model";
import { modelHosts, modelTree } from "./modelFiles";
import { modelResolver } from "./modelResolver";
import { planLoop } from "./plan";
import { planSteps } from "./planSteps";
import { planWithoutBroken } from "./planWithoutBroken";
import { type PreflightAnswer, type PreflightSource, preflight } from "./preflight/preflight";
import type { TreeRelease } from "./release";
import { type RuntimeNames, runtimeNames } from "./runtimeNames";
import { summaryOf } from "./summary";
import { attempt, type TaskScope } from "./taskScope";
import { templateNames } from "./templateNames";
import type { TreeRules } from "./treeRules";

export interface ModelOptions {
  readonly fs: FileSystem;
  /** The kubespray tree; searched for around the inventory where absent. */
  readonly kubespray?: FilePath;
  /** The hosts file, or the folder that it lies in. */
  readonly inventory: FilePath;
  /** A facts.json; else the one beside the inventory, where there is one. */
  readonly facts?: FilePath;
  /** `-e` */
  readonly extraVars?: ReadonlyMap<string, Value>;
  /** Overrides what the release asks for. */
  readonly generation?: Generation;
  /** Milliseconds, for the bound on one question: processor time where the caller can tell it. */
  readonly clock?: () => number;
  /** The environment of the run, for lookup('env'); without it such values are unknown. */
  readonly env?: (name: string) => string | undefined;
  /** Folders that the search for the tree stays in. */
  readonly workspace?: readonly FilePath[];
  /** The ansible.cfg of the run; else the nearest one above the inventory, else the tree's. */
  readonly ansibleCfg?: FilePath;
  /** Keeps what was read and parsed for the next snapshot. */
  readonly memo?: FileMemo;
}

/**
 * Everything that can be asked of one inventory with one kubespray tree, wired together: files are read and values worked out when a
 * question needs them. A snapshot: for changed files open a new one. Never throws.
 */
export function openModel(options: ModelOptions): Model {
  return new KubesprayModel(options);
}

/** roles/download runs on these groups, in this order (cluster.yml). */
const PLAY_GROUPS = ["k8s_cluster", "etcd"] as const;
const CONTROL_PLANE = "kube_control_plane";
/** Plans that are worked out item by item, until the program is warm. */
const FIRST_PLANS = 4;

class KubesprayModel implements Model {
  readonly kubespray: Model["kubespray"];
  readonly inventory: Model["inventory"];
  readonly catalog: Catalog;
  readonly #fs: FileSystem;
  readonly #varsFiles: VarsFiles;
  readonly #areFactsAssumed: boolean;
  readonly #hasEnvironment: boolean;
  /** As text: two that are equal are the same. */
  readonly #extraVars: string;
  readonly #memo: FileMemo;
  readonly #release: TreeRelease;
  readonly #rules: TreeRules;
  readonly #runtimeNames: RuntimeNames;
  readonly #hosts: Inventory;
  readonly #resolver: Resolver;
  readonly #roles: ReadonlySet<string>;
  readonly #playHosts: readonly string[];
  readonly #fixedProblems: readonly Problem[];
  readonly #varsProblems: readonly Problem[];
  readonly #plans = new Map<string, HostPlan>();
  /** How many plans were made of this tree, in this and earlier snapshots. */
  readonly #planned: { count: number };
  #kubeadm: KubeadmResult | "none" | undefined;

  constructor(options: ModelOptions) {
    const { fs } = options;
    const memo = options.memo ?? noMemo;
    this.#fs = fs;
    this.#memo = memo;
    const tree = modelTree(options, memo);
    const { search, release, rules, roles } = tree;
    const root = search.tree?.root;
    this.#release = release;
    this.#planned = memo.of("planned", root ?? "", release.generation, () => ({ count: 0 }));
    this.#rules = rules;
    this.#runtimeNames = runtimeNames(release.rules);
    this.kubespray = root === undefined ? undefined : { root, release };
    const { generation } = release;

    const { cfg, found, hosts } = modelHosts(options, tree, memo);
    const { folder } = found;
    this.inventory = { file: found.file, folder, imaginary: found.imaginary };
    this.#hosts = hosts;
    this.#playHosts = [...new Set(PLAY_GROUPS.flatMap((group) => this.#hosts.hostsOf(group)))];

    const varsFiles = createVarsFiles(fs, generation, memo);
    this.catalog = openCatalog(fs, varsFiles, root);
    this.#roles = new Set(roles);
    const besideFacts = `${folder}/facts.json`;
    const factsFile = options.facts ?? (fs.kind(besideFacts) === "file" ? besideFacts : undefined);
    const facts = readFacts({ cfg, generation, hosts: this.#hosts.hosts.keys(), ...(factsFile !== undefined && { file: factsFile }) }, fs);
    const sources = { options, tree, cfg, found, hosts, playHosts: this.#playHosts, facts: facts.facts, varsFiles, catalog: this.catalog };
    const before = modelResolver(sources);
    this.#resolver = this.#rules.downloads.etcdSwitch ? modelResolver(sources, (host) => this.#setFacts(before, host)) : before;
    this.#varsFiles = varsFiles;
    this.#areFactsAssumed = factsFile === undefined && facts.facts.hosts.size === 0;
    this.#hasEnvironment = options.env !== undefined;
    this.#extraVars = toJson(new PyDict([...(options.extraVars ?? [])]));
    this.#fixedProblems = [...search.problems, ...cfg.problems, ...found.problems, ...facts.problems];
    this.#varsProblems = varsFiles.problems;
  }

  get problems(): readonly Problem[] {
    return [...this.#fixedProblems, ...this.#varsProblems];
  }

  get hosts(): readonly string[] {
    return [...this.#hosts.hosts.keys()];
  }

  get groups(): readonly string[] {
    return [...this.#hosts.groups.keys()];
  }

  groupsOf(host: string): readonly string[] {
    return this.#hosts.hosts.get(host)?.membership.names ?? [];
  }

  hostsOf(group: string): readonly string[] {
    return this.#hosts.hostsOf(group);
  }

  variables(host: string): readonly string[] {
    return this.#resolver.names(host);
  }

  resolve(host: string, name: string): Resolved {
    return this.#orAtRunTime(host, this.#resolver.resolve(host, name), `{{ ${name} }}`);
  }

  evaluate(host: string, raw: Value): Resolved {
    return this.#orAtRunTime(host, this.#resolver.evaluate(host, raw), raw);
  }

  explain(host: string, name: string) {
    const names = new Set(this.#resolver.names(host));
    return explainVariable(
      {
        resolve: (variable) => this.resolve(host, variable),
        definitions: (variable) => this.#resolver.definitions(host, variable),
        has: (variable) => names.has(variable),
        documentation: (definition) => this.catalog.documentation(definition),
      },
      name,
    );
  }

  definitions(host: string, name: string): readonly Definition[] {
    return this.#resolver.definitions(host, name);
  }

  plan(host: string): HostPlan {
    let plan = this.#plans.get(host);
    if (plan === undefined) {
      plan = this.#makePlan(host);
      this.#plans.set(host, plan);
    }
    return plan;
  }

  *planning(host: string): Generator<void, HostPlan> {
    if (!this.#plans.has(host) && this.#playHosts.includes(host) && !this.#resolver.isKnown(host, "plan")) {
      // Later ones are worked out fast.
      if (this.#planned.count++ < FIRST_PLANS) yield* planSteps(this.#scope(host));
      this.#kubeadmImages();
      yield;
      this.#loop(host);
      yield;
      this.#direct(host);
      yield;
    }
    return this.plan(host);
  }

  summary(): Summary {
    return summaryOf(this.#playHosts.map((host) => this.plan(host)));
  }

  lists(options?: ListOptions) {
    const hosts = this.#playHosts;
    return makeLists(
      {
        rules: this.#rules.downloads,
        directCalls: directCalls(this.#release.rules),
        hosts,
        scope: (host) => this.#scope(host),
        plan: (host) => this.plan(host),
        planWithoutBroken: (host) => this.#planWithoutBroken(host),
        culprit: (host, what) => (typeof what === "string" ? this.#culprit(host, what)?.definition : this.#kubeadmCulprit(host, what)),
        once: (host, key, work) => this.#resolver.once(host, key, work),
        architecture: (host) => this.#resolver.once(host, "architecture", () => architectureOf(this.#scope(host))),
        winner: (host, name): Definition | undefined => this.#resolver.definitions(host, name)[0],
      },
      options,
    );
  }

  *preflight(): Generator<PreflightAnswer | undefined> {
    const root = this.kubespray?.root;
    if (root === undefined) return;
    const values = new Map<string, ReadonlyMap<string, Value>>();
    yield* preflight({
      fs: this.#fs,
      root,
      hostsOf: (group) => this.#hosts.hostsOf(group),
      scope: (host) => this.#scope(host),
      definition: (host, name) => this.#resolver.definitions(host, name)[0],
      once: (host, key, work) => this.#resolver.once(host, key, work),
      isKnown: (name) => name === this.#rules.downloads.etcdSwitch?.sets,
      alsoAsked: templateNames(`{{ ${this.#rules.downloads.etcdSwitch?.when ?? "none"} }}`),
      inventory: this.inventory.folder,
      memo: this.#memo,
      ...this.#answerGrounds(root),
      roleValues: (role, kind) => {
        const key = `${kind} ${role}`;
        // Those of the play's own roles are among the host's variables.
        if (this.#roles.has(role)) return NOTHING;
        const known = values.get(key) ?? layerValues(kind === "vars" ? this.catalog.vars(role) : this.catalog.defaults(role));
        values.set(key, known);
        return known;
      },
    });
  }

  /** Files of variables and what is compared by identity, for answers that are kept between snapshots. */
  #answerGrounds(root: FilePath): Pick<PreflightSource, "grounds" | "roleFiles"> {
    const files = this.#varsFiles;
    const ofRoles = (path: FilePath) => isInside(path, `${root}/roles`);
    const some = (wanted: (path: FilePath) => boolean) => new Map([...files.opened].filter(([path]) => wanted(path)));
    return {
      roleFiles: () => some(ofRoles),
      grounds: (tree) => {
        if (!this.#areFactsAssumed || this.#hasEnvironment) return undefined;
        // Opens every file of the inventory.
        for (const host of this.#hosts.hosts.keys()) this.#resolver.names(host);
        const same = [tree, this.#hosts, this.#rules, this.#release.generation, this.#extraVars];
        return { same, files: some((path) => !ofRoles(path)), open: (path) => files.open(path) };
      },
    };
  }

  #makePlan(host: string): HostPlan {
    const inPlay = this.#playHosts.includes(host);
    const kubeadm = this.#kubeadmImages();
    const kubeadmOfPlay = inPlay ? kubeadm?.images : undefined;
    if (!inPlay) return { host, inPlay, items: [], kubeadmImages: kubeadmOfPlay, direct: [] };
    const loop = this.#loop(host);
    const direct = this.#direct(host);
    return { host, inPlay, ...this.#withCulprit(host, loop), kubeadmImages: kubeadmOfPlay, direct };
  }

  #loop(host: string): Pick<HostPlan, "items" | "loopError"> {
    const kubeadm = this.#kubeadmImages();
    return this.#resolver.once(host, "plan", () => planLoop(this.#scope(host), this.#rules.downloads, kubeadm));
  }

  #direct(host: string): HostPlan["direct"] {
    const kubeadm = this.#kubeadmImages();
    const work = () => directFetches(this.#scope(host), this.#release.rules, this.#rules.downloads, kubeadm);
    return this.#resolver.once(host, "direct", work);
  }

  /** Says which field fails, and which of the user's files leads there. */
  #withCulprit(host: string, loop: Pick<HostPlan, "items" | "loopError">): Pick<HostPlan, "items" | "loopError"> {
    if (!loop.loopError) return loop;
    const culprit = this.#culprit(host);
    if (culprit === undefined) return loop;
    const message = `${culprit.field}: ${loop.loopError.message}`;
    return { ...loop, loopError: { ...loop.loopError, message, ...(culprit.definition && { definition: culprit.definition }) } };
  }

  #planWithoutBroken(host: string): Pick<HostPlan, "items" | "direct"> {
    const work = () => planWithoutBroken(this.#scope(host), this.#release.rules, this.#rules.downloads, this.#kubeadmImages());
    return this.#resolver.once(host, "plan without broken", work);
  }

  /** Where the failure of the table, or of one item of it, comes from. */
  #culprit(host: string, key?: string): Culprit | undefined {
    return findCulprit(this.#culpritSource(host), key);
  }

  #kubeadmCulprit(host: string, rules: KubeadmRules): Definition | undefined {
    const expressions = [rules.localEtcd, ...rules.alsoUses].map((expression) => `{{ ${expression} }}`);
    const names = templateNames([rules.repository, rules.version, ...expressions]);
    const failing = names.filter((name) => this.#resolver.definitions(host, name).length > 0 && this.resolve(host, name).state !== "known");
    return definitionBehind(this.#culpritSource(host), failing);
  }

  #culpritSource(host: string): CulpritSource {
    return {
      winner: (name) => this.#resolver.definitions(host, name)[0],
      resolve: (name) => this.resolve(host, name),
      evaluate: (raw) => this.evaluate(host, raw),
    };
  }

  #kubeadmImages(): KubeadmResult | undefined {
    if (this.#kubeadm === undefined) {
      const controlPlane = this.#hosts.hostsOf(CONTROL_PLANE);
      const first = this.#playHosts.find((host) => controlPlane.includes(host));
      this.#kubeadm = first === undefined ? "none" : kubeadmImages(this.#scope(first), this.#rules.downloads);
    }
    return this.#kubeadm === "none" ? undefined : this.#kubeadm;
  }

  #scope(host: string): TaskScope {
    return {
      host,
      groups: this.groupsOf(host),
      engine: (above, below) => {
        const layers = (below ?? []).filter((role) => !this.#roles.has(role)).flatMap((role) => this.catalog.defaults(role));
        return this.#resolver.engine(host, { ...(above && { above }), below: layers });
      },
    };
  }

  #setFacts(before: Resolver, host: string): readonly Layer[] {
    const rule = this.#rules.downloads.etcdSwitch;
    if (!rule || !this.#playHosts.includes(host)) return [];
    const answer = attempt(() => before.engine(host).condition(rule.when));
    if (answer.ok && !answer.value) return [];
    const value = answer.ok ? rule.to : brokenValue(answer.failure);
    return [valueLayer("set-fact", "kubespray", new Map([[rule.sets, value]]))];
  }

  /** What is missing because a task of kubespray sets it is not known; anything else that is missing fails in the run too. */
  #orAtRunTime(host: string, resolved: Resolved, raw: Value): Resolved {
    if (resolved.state !== "undefined" && resolved.state !== "failed") return resolved;
    const name = this.#runtimeNames.missing(resolved.message, raw, (variable) => this.#resolver.definitions(host, variable)[0]?.raw());
    if (name === undefined) return resolved;
    return {
      get trace() {
        return resolved.trace;
      },
      state: "unknown",
      reason: `${name} is set by kubespray at run time`,
    };
  }
}

const NOTHING: ReadonlyMap<string, Value> = new Map();

/** Raw values by name, later layers over earlier ones. */
function layerValues(layers: readonly Layer[]): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const layer of layers) for (const name of layer.names()) values.set(name, layer.get(name)?.raw() ?? null);
  return values;
}
