/** `check`: formats, exit codes, baselines; what each check finds is tested beside it (test/features/checks). */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import Ajv from "ajv";
import { describe, expect, test } from "vitest";
import { runCli, temporaryFolder } from "../support/cli";
import { exampleCopy } from "../support/example";

const MISTAKES = {
  "inventory/group_vars/k8s_cluster/mine.yml":
    "certmanager_enabled: true\n# kubespray: ignore unknown-variable\nkube_netwrok_plugin: calico\nmine: [1,\n",
};

test("the example is clean", () => {
  const { status, stdout } = runCli(["check"]);
  expect([status, stdout]).toEqual([0, "Nothing found\n"]);
});

describe("an inventory with mistakes", () => {
  const { options, folder } = exampleCopy(MISTAKES);

  test("text: file, line, column, what is wrong, its code; exit code 2", () => {
    const { status, stdout } = runCli(["check", ...options]);
    expect(status).toBe(2);
    expect(stdout).toMatch(/mine\.yml:1:1: warning .*Did you mean cert_manager_enabled\?.* \[unknown-variable\]/);
    expect(stdout).toMatch(/mine\.yml:\d+:\d+: error .*\[yaml-/);
    expect(stdout).not.toContain("kube_netwrok_plugin");
  });

  test("--out - and --write-baseline - print", () => {
    const cwd = temporaryFolder({});
    for (const more of [["--format", "json"], ["--format", "sarif"], []]) {
      expect(runCli(["check", ...options, ...more, "--out", "-"], { cwd })).toEqual(runCli(["check", ...options, ...more], { cwd }));
    }
    expect(JSON.parse(runCli(["check", ...options, "--write-baseline", "-"], { cwd }).stdout).version).toBe(1);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test("reports, baselines and kits that lie in the workspace hide nothing", () => {
    const { folder, options } = exampleCopy(MISTAKES);
    const run = (...more: string[]) => runCli([...more, ...options], { cwd: folder }).stdout;
    const before = run("check", "--hints");
    expect(before).toContain("certmanager_enabled");
    run("check", "--format", "json", "--out", "report.json");
    run("check", "--write-baseline", "known.json");
    run("generate", "lists", "--out", "offline");
    expect(run("check", "--hints")).toBe(before);
    writeFileSync(join(folder, "site.yml"), "- debug: var=certmanager_enabled\n");
    expect(run("check", "--hints")).not.toContain("certmanager_enabled");
  });

  test.each([
    [["--only", "unknown-variable", "--fail-on", "error"], 0],
    [["--only", "unknown-variable"], 2],
    [["--only", "unknown-variable", "--severity", "unknown-variable=off"], 0],
    [["--only", "unknown-variable", "--severity", "unknown-variable=hint"], 0],
    [["--fail-on", "never"], 0],
    [["--only", "unknown-varable"], 1],
    [["--severity", "unknown-variable=loud"], 1],
    [["--format", "xml"], 1],
    [["--baseline", "absent.json"], 1],
  ])("%j: exit code %i", (more, expected) => expect(runCli(["check", ...options, ...more]).status).toBe(expected));

  test("json", () => {
    const { stdout } = runCli(["check", ...options, "--format", "json", "--only", "unknown-variable"]);
    expect(JSON.parse(stdout).findings).toMatchObject([
      { code: "unknown-variable", severity: "warning", subject: "certmanager_enabled", startLine: 1, startColumn: 1, baseline: false },
      { severity: "hint", subject: "mine", startLine: 4 },
    ]);
  });

  test("sarif holds to its schema, and a finding keeps its fingerprint when lines move", () => {
    const schema = JSON.parse(readFileSync(createRequire(import.meta.url).resolve("schemastore/schemas/json/sarif-2.1.0.json"), "utf8"));
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    const sarif = () => JSON.parse(runCli(["check", ...options, "--format", "sarif"]).stdout);
    const first = sarif();
    expect(validate(first), JSON.stringify(validate.errors)).toBe(true);
    const [run] = first.runs;
    expect(run.results.length).toBeGreaterThan(1);
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
    const prints = (log: typeof first) =>
      log.runs[0].results
        .filter((one: { ruleId: string }) => one.ruleId === "unknown-variable")
        .map((one: { partialFingerprints: object }) => one.partialFingerprints);
    const file = join(folder, "inventory/group_vars/k8s_cluster/mine.yml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, `# moved\n\n${text}`);
    expect(prints(sarif())).toEqual(prints(first));
    writeFileSync(file, text);
  });

  test("a baseline holds what is known; one more of the kind counts", () => {
    const baseline = join(temporaryFolder({}), "baseline.json");
    expect(runCli(["check", ...options, "--write-baseline", baseline]).status).toBe(0);
    const again = runCli(["check", ...options, "--baseline", baseline]);
    expect([again.status, again.stdout]).toEqual([0, expect.stringContaining("in the baseline")]);
    const file = join(folder, "inventory/group_vars/k8s_cluster/mine.yml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, `metrics_server_enable: true\n${text}`);
    const more = runCli(["check", ...options, "--baseline", baseline]);
    expect(more.status).toBe(2);
    expect(more.stdout).toContain("metrics_server_enabled");
    expect(more.stdout).not.toContain("certmanager_enabled");
    writeFileSync(file, text);
    const sarif = JSON.parse(runCli(["check", ...options, "--baseline", baseline, "--format", "sarif"]).stdout);
    expect(sarif.runs[0].results.every((one: { suppressions?: unknown }) => one.suppressions)).toBe(true);
  });

  test("in Chinese, and into a file", () => {
    const out = join(temporaryFolder({}), "findings.txt");
    expect(runCli(["check", ...options, "--locale", "zh-cn", "--out", out]).status).toBe(2);
    expect(readFileSync(out, "utf8")).toContain("是否应为 cert_manager_enabled");
    // What is wrong with reading a file as well.
    expect(readFileSync(out, "utf8")).toMatch(/mine\.yml:\d+:\d+: error .*[\u4e00-\u9fff].* \[yaml-/);
  });
});

describe("problems of reading speak the language asked for, in every format, and count as the same", () => {
  const broken = exampleCopy({
    "inventory/group_vars/all/broken.yml": "bin_dir: {{ x }}\n",
    "inventory/group_vars/all/list.yml": "- a\n",
    "inventory/group_vars/all/vault.yml": "$ANSIBLE_VAULT;1.1;AES256\n00\n",
    "inventory/secret.yml": "$ANSIBLE_VAULT;1.1;AES256\n00\n",
    "inventory/tabs.yml": "a:\n\t- b\n",
  });
  const vaulted = ["secret", "tabs"].flatMap((name) => ["-e", `@${join(broken.folder, `inventory/${name}.yml`)}`]);
  const options = [...broken.options, ...vaulted, "--facts", join(broken.folder, "inventor")];
  const run = (locale: string, ...more: string[]) => runCli(["check", ...options, "--locale", locale, ...more]);
  const isChinese = (text: string) => /[\u4e00-\u9fff]/.test(text);
  interface Told {
    readonly code: string;
    readonly message: string;
  }
  const json = (locale: string) => JSON.parse(run(locale, "--format", "json").stdout).findings as Told[];

  test("json", () => {
    const [english, chinese] = [json("en"), json("zh-cn")];
    const codes = english.map(({ code }) => code);
    for (const code of ["yaml-constructor", "yaml-scanner", "vars-not-a-mapping", "vars-vaulted", "extra-vars-vaulted", "no-such-path"])
      expect(codes).toContain(code);
    expect(chinese.map(({ code }) => code)).toEqual(codes);
    expect(english.filter(({ message }) => isChinese(message))).toEqual([]);
    expect(chinese.filter(({ message }) => !isChinese(message))).toEqual([]);
  });

  test("text and sarif", () => {
    const { stdout } = run("zh-cn", "--hints");
    // Each line, and the summary.
    expect(stdout.split("\n").filter((line) => line !== "" && !isChinese(line))).toEqual([]);
    expect(stdout).toMatch(/\n\n\d+ 个错误\n$/);
    expect(runCli(["check", "--locale", "zh-cn"]).stdout).toBe("未发现问题\n");
    const results = (locale: string) =>
      JSON.parse(run(locale, "--format", "sarif").stdout).runs[0].results as { message: { text: string }; partialFingerprints: object }[];
    expect(results("zh-cn").filter(({ message }) => !isChinese(message.text))).toEqual([]);
    const prints = (locale: string) => results(locale).map(({ partialFingerprints }) => partialFingerprints);
    expect(prints("zh-cn")).toEqual(prints("en"));
  });

  test("a baseline made in one language holds in the other", () => {
    const baseline = join(temporaryFolder({}), "baseline.json");
    expect(run("en", "--write-baseline", baseline).status).toBe(0);
    const again = run("zh-cn", "--baseline", baseline);
    expect([again.status, again.stdout]).toEqual([0, expect.stringMatching(/^未发现问题；基线中已有 \d+ 个\n$/)]);
  });
});

test("the checks are listed", () => {
  const { status, stdout } = runCli(["check", "--list"]);
  expect(status).toBe(0);
  expect(stdout).toContain("unknown-variable");
});
