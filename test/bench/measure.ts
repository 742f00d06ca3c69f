/** Small helpers of the benchmarks: medians over repeated runs, memory of whole commands, and one aligned table. */
import { spawnSync } from "node:child_process";

export interface CommandCost {
  /** Median wall time in milliseconds. */
  readonly milliseconds: number;
  /** Largest resident set of any one process of the command, in MiB. */
  readonly mebibytes: number;
}

/**
 * Runs a command `runs` times. The peak of memory comes from Python's resource module, which any machine with Ansible has.
 * Returns undefined where the command cannot be run, and throws where it fails.
 */
export function commandCost(command: readonly string[], runs: number, cwd: string, env: Record<string, string> = {}): CommandCost {
  const wrapper = `
import json, resource, subprocess, sys, time
start = time.monotonic()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
print(json.dumps([time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, done.returncode, done.stderr.decode()[-2000:]]))`;
  const times: number[] = [];
  let kibibytes = 0;
  for (let run = 0; run < runs; run++) {
    const done = spawnSync("python3", ["-c", wrapper, ...command], { cwd, env: { ...process.env, ...env }, encoding: "utf8" });
    if (done.status !== 0) throw new Error(`python3 could not measure ${command.join(" ")}: ${done.stderr}`);
    const [seconds, peak, status, errors] = JSON.parse(done.stdout) as [number, number, number, string];
    if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}: ${errors}`);
    times.push(seconds * 1000);
    kibibytes = Math.max(kibibytes, peak);
  }
  return { milliseconds: median(times), mebibytes: kibibytes / 1024 };
}

/** Median milliseconds of `runs` calls after `warmUp` calls. */
export function timeOf(body: () => void, runs: number, warmUp = 0): number {
  for (let i = 0; i < warmUp; i++) body();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    body();
    times.push(performance.now() - start);
  }
  return median(times);
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}

export function printTable(title: string, rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  console.log(`\n${title}`);
  for (const row of rows)
    console.log(`  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  ")}`);
}
