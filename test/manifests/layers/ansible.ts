/** What real Ansible makes of playbooks: its list of plays and tasks. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isSeq, parseDocument } from "yaml";
import { program } from "../../support/programs";

export interface ListedPlay {
  readonly hosts: string;
  readonly name: string;
  readonly tags: string;
  /** `task [tags]`. */
  readonly tasks: readonly string[];
}

export function ansible(tree: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(program("ansible-playbook") ?? "ansible-playbook", args, {
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, ANSIBLE_CONFIG: join(tree, "ansible.cfg"), ANSIBLE_NOCOLOR: "1", LC_ALL: "C.UTF-8", ...env },
  });
  return { status, stdout, stderr };
}

/** One list of plays for each playbook. */
export function listed(tree: string, inventory: string, playbooks: readonly string[]): readonly (readonly ListedPlay[])[] {
  const { status, stdout, stderr } = ansible(tree, ["-i", inventory, "--list-tasks", ...playbooks]);
  if (status !== 0) throw new Error(`${stdout.slice(-2000)}${stderr.slice(-2000)}`);
  const out: { hosts: string; name: string; tags: string; tasks: string[] }[][] = [];
  for (const line of stdout.split("\n")) {
    const play = /^ {2}play #\d+ \((.*?)\): (.*?)\s*TAGS: \[(.*)\]$/.exec(line);
    const task = /^ {6}(\S.*?)\s+TAGS: \[(.*)\]$/.exec(line);
    if (line.startsWith("playbook: ")) out.push([]);
    else if (play) out.at(-1)?.push({ hosts: play[1] as string, name: play[2] as string, tags: play[3] as string, tasks: [] });
    else if (task) out.at(-1)?.at(-1)?.tasks.push(`${task[1]} [${task[2]}]`);
  }
  return out;
}

/** For a playbook has to hold one play. */
const NOTHING = [{ hosts: "localhost", gather_facts: false }];

const OWN = /^(?:Load what the layers before found out|Keep what the next layers need)$/;

/**
 * The plays of the layers in order, less what a layer repeats: the imports that it begins with and earlier layers had (its prelude), the two
 * plays of our own, and at the start of a second part of a play the tasks of the role of defaults.
 */
export function playsOfLayers(tree: string, inventory: string, folder: string, layers: readonly string[]): readonly ListedPlay[] {
  const main = ["playbooks/cluster.yml", "cluster.yml"].map((name) => join(tree, name)).find((path) => existsSync(path)) as string;
  const whole = entriesOf(main);
  const had = new Set<string>();
  const extra: string[] = [];
  const parts: { readonly own: unknown[]; readonly preludes: number }[] = [];
  for (const [i, layer] of layers.entries()) {
    const entries = entriesOf(join(folder, layer));
    const count = entries.findIndex((entry) => !had.has(JSON.stringify(entry)));
    for (const entry of entries) if ("import_playbook" in entry) had.add(JSON.stringify(entry));
    const own = entries.slice(count).filter((entry) => !OWN.test(String(entry.name)));
    const file = join(folder, `prelude-${i}.yml`);
    // JSON is YAML; the path of an import is as seen from this folder.
    writeFileSync(file, JSON.stringify(count === 0 ? NOTHING : entries.slice(0, count)));
    const { pre_tasks, tasks, post_tasks, ...play } = own[0] as Record<string, unknown>;
    const defaultsFile = join(folder, `defaults-${i}.yml`);
    const bare = { ...play, roles: [(play.roles as unknown[] | undefined)?.[0]] };
    writeFileSync(defaultsFile, JSON.stringify("hosts" in play && play.roles ? [bare] : NOTHING));
    extra.push(file, defaultsFile);
    parts.push({ own, preludes: count });
  }
  const lists = listed(tree, inventory, [...layers.map((layer) => join(folder, layer)), ...extra]);
  const out: ListedPlay[] = [];
  for (const [i, { own, preludes }] of parts.entries()) {
    const prelude = preludes === 0 ? [] : (lists[layers.length + 2 * i] ?? []);
    const defaults = lists[layers.length + 2 * i + 1]?.[0];
    const plays = (lists[i] ?? []).slice(prelude.length).filter(({ name }) => !OWN.test(name));
    if ((lists[i] ?? []).slice(0, prelude.length).some((play, k) => JSON.stringify(play) !== JSON.stringify(prelude[k])))
      throw new Error("prelude");
    const [first] = plays;
    const before = out.at(-1);
    const second = isSecondPart(parts[i - 1]?.own.at(-1), own[0], whole);
    if (second && first && before && defaults) {
      const repeated = first.tasks.slice(0, defaults.tasks.length);
      if (repeated.join("\n") !== defaults.tasks.join("\n")) throw new Error("the second part does not begin with the defaults");
      out.push({ ...(out.pop() as ListedPlay), tasks: [...before.tasks, ...first.tasks.slice(defaults.tasks.length)] });
    }
    out.push(...plays.slice(second ? 1 : 0));
  }
  return out;
}

function entriesOf(file: string): readonly Record<string, unknown>[] {
  const { contents } = parseDocument(readFileSync(file, "utf8"), { logLevel: "silent" });
  return isSeq(contents) ? (contents.toJSON() as Record<string, unknown>[]) : [];
}

/** Together they have the roles of a play that the release has. */
function isSecondPart(before: unknown, play: unknown, whole: readonly unknown[]): boolean {
  const roles = (one: unknown) => (one as { roles?: unknown[] } | undefined)?.roles ?? [];
  const [first, second] = [roles(before), roles(play)];
  const joined = JSON.stringify([...first, ...second.slice(1)]);
  return first.length > 0 && second.length > 0 && whole.some((one) => JSON.stringify(roles(one)) === joined);
}
