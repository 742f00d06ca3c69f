import type { FilePath, FileSystem } from "../../files/fileSystem";
import { PyDict, type Value } from "../../python/values";
import { loadText } from "../../yaml/loadText";
import { entry } from "../taskScope";
import { templateNames } from "../templateNames";
import { conditionsOf, moduleOf, readTasks, taskPath, variablesOf } from "./taskFile";

/**
 * The task files of a tree reduced to what leads to an assertion, made once for all hosts: everything else that a role does is no concern of
 * somebody who only looks.
 */
export type Step = StepConditions &
  (
    | { readonly kind: "assert"; readonly assertion: Assertion }
    | { readonly kind: "steps"; readonly steps: readonly Step[] }
    /** The name may be a template. */
    | { readonly kind: "role"; readonly name: string }
  );

interface StepConditions {
  readonly when: readonly Condition[];
  /** `vars:`, raw; undefined where there are none. */
  readonly variables: ReadonlyMap<string, Value> | undefined;
}

export type Condition = string | boolean;

export interface Assertion {
  readonly file: FilePath;
  readonly name: string;
  readonly that: readonly Condition[];
  /** `fail_msg` or `msg`, raw. */
  readonly message: string | undefined;
  readonly runOnce: boolean;
  /** `loop` as it is, `with_items` to be flattened, any other `with_` that is not understood. */
  readonly loop: { readonly kind: "loop" | "with_items" | "other"; readonly raw: Value } | undefined;
}

const MAXIMUM_DEPTH = 12;

/** Of some roles and those that they depend on, read when it is made. */
export class TreeSteps {
  readonly #files = new Map<FilePath, readonly Step[]>();
  readonly #roles = new Map<string, RoleSteps>();
  readonly #names = new Map<string, readonly string[]>();

  constructor(
    private readonly fs: FileSystem,
    root: FilePath,
    roles: readonly string[],
  ) {
    const left = [...roles];
    for (let role = left.pop(); role !== undefined; role = left.pop()) {
      if (this.#roles.has(role)) continue;
      const folder = `${root}/roles/${role}`;
      const main = taskPath(fs, folder);
      const found = { steps: main === undefined ? [] : this.#ofFile(main, 0), dependencies: dependenciesOf(fs, folder) };
      this.#roles.set(role, found);
      left.push(...found.dependencies.map(({ name }) => name), ...included(found.steps));
    }
  }

  /** Undefined: the role was not read. */
  ofRole(role: string): RoleSteps | undefined {
    return this.#roles.get(role);
  }

  /** The names in a template. */
  names(text: string): readonly string[] {
    const known = this.#names.get(text) ?? (text.includes("{{") || text.includes("{%") ? templateNames(text) : []);
    this.#names.set(text, known);
    return known;
  }

  #ofFile(path: FilePath, depth: number): readonly Step[] {
    if (depth > MAXIMUM_DEPTH) return [];
    let steps = this.#files.get(path);
    if (steps === undefined) {
      // A file that includes itself finds nothing more to look at.
      this.#files.set(path, []);
      steps = this.#ofTasks(readTasks(this.fs, path), path, depth);
      this.#files.set(path, steps);
    }
    return steps;
  }

  #ofTasks(tasks: readonly Value[], path: FilePath, depth: number): readonly Step[] {
    return tasks.flatMap((task) => (task instanceof PyDict ? (this.#ofTask(task, path, depth) ?? []) : []));
  }

  #ofTask(task: PyDict, path: FilePath, depth: number): Step | undefined {
    const conditions: StepConditions = {
      when: conditionsOf(task.get("when")),
      variables: task.get("vars") === undefined ? undefined : variablesOf(task.get("vars")),
    };
    const assertion = moduleOf(task, "assert");
    if (assertion instanceof PyDict) return { ...conditions, kind: "assert", assertion: assertionOf(task, assertion, path) };
    const block = task.get("block");
    const file = moduleOf(task, "import_tasks") ?? moduleOf(task, "include_tasks");
    const name = typeof file === "string" ? file : entry(file, "file");
    if (Array.isArray(block) || typeof name === "string") {
      const steps = Array.isArray(block) ? this.#ofTasks(block, path, depth + 1) : this.#imported(String(name), path, depth);
      return steps.length === 0 ? undefined : { ...conditions, kind: "steps", steps };
    }
    const role = entry(moduleOf(task, "import_role") ?? moduleOf(task, "include_role"), "name");
    return typeof role === "string" ? { ...conditions, kind: "role", name: role } : undefined;
  }

  #imported(name: string, path: FilePath, depth: number): readonly Step[] {
    const inner = name.includes("{{") ? undefined : taskPath(this.fs, path.replace(/\/tasks\/[^/]+$/, ""), name);
    return inner === undefined ? [] : this.#ofFile(inner, depth + 1);
  }
}

export interface RoleSteps {
  /** Of its main.yml with what it imports. */
  readonly steps: readonly Step[];
  readonly dependencies: readonly { readonly name: string; readonly when: readonly Condition[] }[];
}

/** Roles that steps include by a name that is no template. */
function included(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) =>
    step.kind === "steps" ? included(step.steps) : step.kind === "role" && isPlain(step.name) ? [step.name] : [],
  );
}

function isPlain(name: string): boolean {
  return /^[\w./-]+$/.test(name) && !name.includes("..");
}

function dependenciesOf(fs: FileSystem, role: FilePath): RoleSteps["dependencies"] {
  for (const meta of ["main.yml", "main.yaml"]) {
    const read = fs.read(`${role}/meta/${meta}`);
    const loaded = read.ok ? loadText(read.text, { generation: "classic" }) : undefined;
    const dependencies = loaded?.ok ? entry(loaded.value, "dependencies") : undefined;
    if (!Array.isArray(dependencies)) continue;
    return dependencies.flatMap((one) => {
      const name = typeof one === "string" ? one : entry(one, "role");
      return typeof name === "string" && isPlain(name) ? [{ name, when: one instanceof PyDict ? conditionsOf(one.get("when")) : [] }] : [];
    });
  }
  return [];
}

function assertionOf(task: PyDict, assertion: PyDict, file: FilePath): Assertion {
  const name = task.get("name");
  const that = conditionsOf(assertion.get("that"));
  const message = assertion.get("fail_msg") ?? assertion.get("msg");
  return {
    file,
    name: typeof name === "string" ? name : String(that[0] ?? ""),
    that,
    message: typeof message === "string" ? message : undefined,
    runOnce: task.get("run_once") === true,
    loop: loopOf(task),
  };
}

function loopOf(task: PyDict): Assertion["loop"] {
  for (const key of task.keys()) {
    if (key === "loop" || key === "with_items") return { kind: key, raw: task.get(key) as Value };
    if (typeof key === "string" && key.startsWith("with_")) return { kind: "other", raw: null };
  }
  return undefined;
}
