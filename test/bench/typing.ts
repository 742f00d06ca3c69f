import { readFileSync } from "node:fs";
import { join } from "node:path";
import { median } from "./measure";
import { type ServerProcess, type ServerProgram, startServerProcess } from "./serverProcess";

/** What a server does under a fast typist. Times are in milliseconds. */
export interface Typed {
  readonly name: string;
  readonly firstHover: Answers;
  readonly firstProblems: Answers;
  readonly completion: Answers;
  readonly hover: Answers;
  /** From an edit that makes or mends a mistake to the report, the server's own wait included. */
  readonly problems: Answers;
  readonly stall: number | undefined;
  /** MiB. */
  readonly memory: { readonly now: number; readonly peak: number };
  /** Most items in one completion. */
  readonly items: number;
  /** Hovers that showed something. */
  readonly shown: number;
}

/** Those that came, and how many did not come within the time limit. */
export interface Answers {
  readonly times: readonly number[];
  readonly missing: number;
}

export interface TypingOptions {
  readonly workspace: string;
  readonly file: string;
  readonly keys: number;
  /** For every single request. */
  readonly limit: number;
}

/** After so many requests of a kind without an answer, no more of them are made: each would cost the whole time limit. */
const PATIENCE = 3;
const STARTS = 3;

/**
 * Starts the server a few times for its first answers, then types: after every key a completion, after every fifth a hover on one of the
 * file's variables; then makes and mends a mistake again and again.
 */
export async function typing(program: ServerProgram, options: TypingOptions): Promise<Typed> {
  const { workspace, file, keys, limit } = options;
  const text = readFileSync(file, "utf8");
  const variables = text.split("\n").flatMap((line, i) => (/^[a-z_]+:/.test(line) ? [i] : []));
  const start = () => startServerProcess(program, workspace, join(workspace, `${program.name}.stall`), limit);

  const firstHover = collector();
  const firstProblems = collector();
  for (let i = 0; i < STARTS; i++) {
    await firstHover.take(async () => {
      const server = await start();
      await server.open(file, text);
      return { ok: (await server.hover(file, variables[0] as number, 3)) !== undefined, after: () => server.stop() };
    });
    await firstProblems.take(async () => {
      const server = await start();
      const told = server.problems(file, (count) => count > 0);
      await server.open(file, `${text}broken: [1,\n`);
      return { ok: await told, after: () => server.stop() };
    });
  }

  const server = await start();
  await server.open(file, text);
  await server.hover(file, variables[0] as number, 3);
  const completion = collector();
  const hover = collector();
  let items = 0;
  let shown = 0;
  const last = text.split("\n").length - 1;
  let typed = "";
  for (let key = 0; key < keys; key++) {
    const next = TYPED[key % TYPED.length] as string;
    typed = next === "\n" ? "" : typed + next;
    await server.change(file, `${text}${typed}`);
    await completion.take(async () => {
      const found = await server.completion(file, last, typed.length);
      items = Math.max(items, found ?? 0);
      return { ok: found !== undefined };
    });
    if (key % 5 !== 0) continue;
    await hover.take(async () => {
      const found = await server.hover(file, variables[(key / 5) % variables.length] as number, 3);
      shown += Number(found ?? false);
      return { ok: found !== undefined };
    });
  }
  const problems = await problemTimes(server, file, text, Math.ceil(keys / 50));
  const memory = server.memory();
  const answers = { firstHover, firstProblems, completion, hover, problems };
  return { name: program.name, ...answers, memory, items, shown, stall: await server.stop() };
}

/** One character of a plausible line at a time, then the line is taken back. */
const TYPED = [
  ..."kube_network_plugin: cilium",
  "\n",
  ..."metrics_server_enabled: true",
  "\n",
  ...'x: "{{ kube_version | default(1) }}"',
  "\n",
];

async function problemTimes(server: ServerProcess, file: string, text: string, rounds: number): Promise<Answers> {
  const answers = collector();
  for (let round = 0; round < rounds; round++) {
    for (const [next, wanted] of [
      [`${text}broken_${round}: [1,\n`, true],
      [text, false],
    ] as const) {
      await answers.take(async () => {
        const told = server.problems(file, (count) => count > 0 === wanted);
        await server.change(file, next);
        return { ok: await told };
      });
    }
  }
  return answers;
}

interface Collector extends Answers {
  /** Asks unless too many such questions stayed open; `after` is not measured. */
  take(ask: () => Promise<{ readonly ok: boolean; readonly after?: () => Promise<unknown> }>): Promise<void>;
}

function collector(): Collector {
  const times: number[] = [];
  const answers = {
    times,
    missing: 0,
    async take(ask: Parameters<Collector["take"]>[0]) {
      if (answers.missing >= PATIENCE) return;
      const before = performance.now();
      const { ok, after } = await ask();
      if (ok) times.push(performance.now() - before);
      else answers.missing++;
      await after?.();
    },
  };
  return answers;
}

/** `p50 / p95`, or the median of a few; says what did not come. */
export function spread({ times, missing }: Answers): string {
  const none = missing > 0 ? `${missing} without an answer` : "";
  if (times.length === 0) return none || "-";
  const sorted = [...times].sort((a, b) => a - b);
  const p95 = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] as number;
  const shown = times.length < 10 ? median(times).toFixed(0) : `${median(times).toFixed(1)} / ${p95.toFixed(1)}`;
  return [shown, none].filter(Boolean).join(", ");
}
