/**
 * What one step of a check may do at most, counted and not timed: files read and folders listed, questions to the model, names of roles
 * looked at. A keystroke overtakes a check between two steps.
 */
import { expect, test } from "vitest";
import type { Layer } from "../../../server/src/ansible/model";
import { CHECKS, runChecks } from "../../../server/src/features/checks/checks";
import type { FeatureContext } from "../../../server/src/features/feature";
import type { FileSystem } from "../../../server/src/files/fileSystem";
import type { Model } from "../../../server/src/kubespray/model";
import { fixture, TREE } from "../../support/fixture";

const ROLES = 120;
const NAMES = 20;
const SETTINGS = 400;
const OTHERS = 300;

/** Of checks that promise small steps; others are bounded where they live. */
const OWN = [
  ...["unknown-variable", "removed-variable", "other-release", "changed-shape", "template-syntax", "undefined-variable", "unknown-filter"],
  ...["variable-cycle", "boolean-text"],
];

function large(): string {
  const range = (count: number) => Array.from({ length: count }, (_, i) => i);
  const roles = range(ROLES).map(
    (role) =>
      `-- file: ${TREE}/roles/r${role}/defaults/main.yml\n${range(NAMES)
        .map((i) => `r${role}_name_${"abcdefghijklmnopqrst"[i]}: {}\n`)
        .join("")}-- file: ${TREE}/roles/r${role}/tasks/main.yml\n- debug:\n  with_dict: "{{ r${role}_name_a }}"\n`,
  );
  const settings = range(SETTINGS).map((i) => {
    const lines = [`r${i % ROLES}_name_a: [1]`, `own_thing_${i}: "{{ nobodys_thing_${i} | lwer }}"`, `loop_${i}: "{{ loop_${i} }}"`];
    return `${lines[i % 3]}\n`;
  });
  const others = range(OTHERS).map((i) => `-- file: /site/d${i % 30}/script${i}.sh\necho word_${i}\n`);
  return `-- file: group_vars/all.yml\n${settings.join("")}\n${roles.join("")}${others.join("")}`;
}

/** The context, with everything that is asked of it counted. */
function counted(context: FeatureContext): { readonly context: FeatureContext; readonly taken: () => number } {
  let count = 0;
  const tick = (by = 1) => {
    count += by;
  };
  const counting = <T>(by: number, value: T): T => {
    tick(by);
    return value;
  };
  const layer = (one: Layer): Layer => ({
    ...one,
    get: (name) => {
      tick(0.1);
      return one.get(name);
    },
    names: () => {
      const names = [...one.names()];
      tick(names.length * 0.1);
      return names;
    },
  });
  const { model, fs } = context;
  const countedFs: FileSystem = {
    read: (path) => counting(1, fs.read(path)),
    list: (path) => counting(1, fs.list(path)),
    kind: (path) => counting(0.1, fs.kind(path)),
    real: (path) => fs.real(path),
  };
  const catalog = {
    get roles() {
      return model.catalog.roles;
    },
    defaults: (role: string) => counting(1, model.catalog.defaults(role).map(layer)),
    vars: (role: string) => counting(1, model.catalog.vars(role).map(layer)),
    // Asks every role.
    definitions: (name: string) => counting(ROLES, model.catalog.definitions(name)),
    documentation: model.catalog.documentation.bind(model.catalog),
  };
  const asked = new Set(["resolve", "evaluate", "definitions", "explain", "plan"]);
  const countedModel = new Proxy(model, {
    get(target, key) {
      if (key === "catalog") return catalog;
      const value = Reflect.get(target, key);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (asked.has(String(key))) tick();
        return Reflect.apply(value, target, args);
      };
    },
  }) as Model;
  const taken = () => {
    const now = count;
    count = 0;
    return now;
  };
  return { context: { ...context, model: countedModel, fs: countedFs }, taken };
}

test("every check of a list does a bounded amount of work in one step, however large the inventory, the tree and the workspace", () => {
  const { context, taken } = counted(fixture(large()).context);
  // What is opened once for a snapshot and kept.
  [...runChecks(context, { codes: new Set(["empty-group"]), workspace: "/site" })];
  taken();
  const worst: Record<string, number> = {};
  const found: Record<string, number> = {};
  for (const code of OWN) {
    expect(CHECKS.some((check) => check.code === code)).toBe(true);
    for (const one of runChecks(context, { codes: new Set([code]), workspace: "/site" })) {
      worst[code] = Math.max(worst[code] ?? 0, taken());
      if (one) found[code] = (found[code] ?? 0) + 1;
    }
  }
  expect(
    Object.values(found).reduce((a, b) => a + b, 0),
    JSON.stringify(found),
  ).toBeGreaterThan(300);
  for (const [code, most] of Object.entries(worst)) expect(most, code).toBeLessThanOrEqual(45);
});
