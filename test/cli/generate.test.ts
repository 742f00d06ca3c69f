/** `generate`: kinds, their options and help, what is written, and what is left alone. Knows no kind by heart but those it names. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MANIFESTS } from "../../server/src/manifests/manifests";
import { runCli, temporaryFolder } from "../support/cli";
import { exampleCopy } from "../support/example";

const read = (...path: string[]) => readFileSync(join(...path), "utf8");
/** What any kind may need. */
const NEEDED = MANIFESTS.flatMap(({ options }) => options)
  .filter(({ required, example }) => required && example !== undefined)
  .flatMap(({ name, example }) => [`--${name}`, example as string]);
const ALL = ["generate", "all", ...new Map(pairs([...NEEDED, "--names", "{origin}.mirror.example.com"])).entries()].flat();

function pairs(words: readonly string[]): [string, string][] {
  return words.flatMap((word, i): [string, string][] => (i % 2 === 0 ? [[word, words[i + 1] as string]] : []));
}

describe("kinds", () => {
  test("--list and --help name every kind", () => {
    const { status, stdout } = runCli(["generate", "--list"]);
    expect(status).toBe(0);
    expect(
      stdout
        .split("\n")
        .slice(0, -1)
        .map((line) => line.split(" ")[0]),
    ).toEqual(MANIFESTS.map(({ kind }) => kind));
    const help = runCli(["generate", "--help"]).stdout;
    for (const { kind, summary } of MANIFESTS) expect(help).toMatch(new RegExp(`^ {2}${kind} +${escaped(summary.en.slice(0, 20))}`, "m"));
    expect(runCli(["help", "generate"]).stdout).toBe(help);
  });

  test.each(MANIFESTS.map(({ kind, options }) => [kind, options] as const))("generate %s --help tells its options", (kind, options) => {
    const { status, stdout, stderr } = runCli(["generate", kind, "--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    for (const { name, choices } of options) {
      expect(stdout).toContain(`--${name}`);
      for (const { value } of choices ?? []) expect(stdout).toMatch(new RegExp(`^ {2}${escaped(value)} `, "m"));
    }
    expect(runCli(["help", "generate", kind]).stdout).toBe(stdout);
    const chinese = runCli(["generate", kind, "-h"], { env: { LC_ALL: "", LC_MESSAGES: "", LANG: "zh_CN.UTF-8" } }).stdout;
    expect(chinese).toMatch(/[\u4e00-\u9fff]/);
  });
});

describe("mistakes", () => {
  test.each([
    [["generate"], "generate needs a KIND", "image-sync"],
    [["generate", "image-sinc"], "There is no kind image-sinc", "Did you mean image-sync?"],
    [["generate", "image-sync", "extra"], "extra", "--help"],
    [["generate", "image-sync", "--registri", "x"], "There is no option --registri", "Did you mean --registry?"],
    [["generate", "image-sync"], "--registry is needed", "--registry hub.example.com"],
    [["generate", "image-sync", "--registry", ""], "--registry : it is empty", ""],
    [["generate", "image-sync", "--registry", "https://hub.example.com"], "--registry https://hub.example.com: ", ""],
    [["generate", "image-sync", "--registry", "r.example.com", "--mapping", "flaten"], "must be one of", "Did you mean flatten?"],
    [["generate", "image-sync", "--registry", "a\nb"], "line break", ""],
    [["generate", "file-server", "--file-server", "https://f.example.com:70000/x"], "no address of a server", ""],
    [["generate", "image-sync", "--registry", "r.example.com", "--locale", "fr"], "--locale fr", "en, zh-cn"],
    [["generate", "image-sync", "--registry", "r.example.com", "--out", ""], "--out is empty", ""],
    [["generate", "image-sync", "--registry", "r.example.com", "--out", "-"], "prints one file", "--out DIR"],
    [["generate", "overrides"], "no mirror to lead to", "--file-server"],
    [["generate", "all", "--skip", "image-sinc"], "--skip image-sinc", "Did you mean image-sync?"],
    [["generate", "all"], "needed", "--skip image-sync"],
  ])("%j", (args, message, remedy) => {
    const cwd = temporaryFolder({});
    const { status, stdout, stderr } = runCli(args, { cwd, env: { LC_ALL: "C" } });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toContain(remedy);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe("what is written", () => {
  const IMAGES = ["generate", "image-sync", "--registry", "hub.example.com"];

  test("into a folder of the kind's own; scripts can be run; a second run changes nothing", () => {
    const cwd = temporaryFolder({});
    const { status, stdout } = runCli(IMAGES, { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}offline\/images\/sync-images\.sh +\d+ lines, executable$/m);
    expect(statSync(join(cwd, "offline/images/sync-images.sh")).mode & 0o755).toBe(0o755);
    const again = runCli(IMAGES, { cwd });
    expect(again.status).toBe(0);
    expect(again.stdout).toMatch(/sync-images\.sh +unchanged$/m);
    expect(runCli([...IMAGES, "--mapping", "keep"], { cwd }).stdout).toMatch(/\+\d+ -\d+ lines against the one before/);
  });

  test("--dry-run writes nothing and says the same", () => {
    const cwd = temporaryFolder({});
    const { status, stdout } = runCli([...IMAGES, "--dry-run"], { cwd });
    expect(status).toBe(0);
    expect(stdout).toContain("Would be written:");
    expect(readdirSync(cwd)).toEqual([]);
    expect(runCli(IMAGES, { cwd }).stdout).toBe(stdout.replace("Would be written:", "Written:"));
  });

  test("what the user has written himself stays, all of it, until --force", () => {
    const cwd = temporaryFolder({ "offline/images/sync-images.sh": "echo mine\n" });
    const { status, stderr } = runCli(IMAGES, { cwd });
    expect(status).toBe(1);
    expect(stderr).toContain("offline/images/sync-images.sh");
    expect(stderr).toContain("--force");
    expect(readdirSync(join(cwd, "offline/images"))).toEqual(["sync-images.sh"]);
    expect(read(cwd, "offline/images/sync-images.sh")).toBe("echo mine\n");
    expect(runCli([...IMAGES, "--force"], { cwd }).status).toBe(0);
    expect(read(cwd, "offline/images/sync-images.sh")).toContain("Made by kubespray-inventory");
  });

  test("all files or none: a folder that cannot be written", () => {
    const cwd = temporaryFolder({});
    mkdirSync(join(cwd, "offline/images/skopeo-sync.yml"), { recursive: true });
    const { status, stderr } = runCli([...IMAGES, "--force"], { cwd });
    expect(status).toBe(3);
    expect(stderr).toContain("cannot be written");
    expect(readdirSync(join(cwd, "offline/images"))).toEqual(["skopeo-sync.yml"]);
  });

  test("the overrides go where they belong, carry the user's file on, and can be printed", () => {
    const { inventory, options } = exampleCopy({ "inventory/group_vars/all/offline.yml": "---\n# mine\nmy_own: 1\n" });
    const args = ["generate", "overrides", "--file-server", "https://files.example.com", ...options];
    const printed = runCli([...args, "--out", "-"]);
    expect(printed.status).toBe(0);
    expect(printed.stdout).toContain("# mine\nmy_own: 1\n");
    expect(runCli(args).stdout).toMatch(/offline\.yml +\+\d+ -0 lines against the one before/);
    expect(read(inventory, "group_vars/all/offline.yml")).toBe(printed.stdout);
    expect(runCli(args).stdout).toMatch(/offline\.yml +unchanged/);
  });

  test("an inventory that leads to the mirrors already: what fetches still goes to the origins", () => {
    const { options } = exampleCopy();
    const lists = (kind: string) => runCli(["generate", kind, "--registry", "hub.example.com", "--out", "-", ...options]);
    const out = temporaryFolder({});
    const fetched = () => runCli(["generate", "bundle", "--out", out, ...options]);
    fetched();
    const before = read(out, "files.list");
    const args = ["--file-server", "https://files.example.com", "--registry", "hub.example.com"];
    expect(runCli(["generate", "overrides", ...args, ...options]).status).toBe(0);
    expect(runCli(["lists", "--only", "files", "--out", "-", ...options]).stdout).toContain("https://files.example.com/");
    const { stderr } = fetched();
    expect(stderr).toContain("lead to your mirrors");
    expect(read(out, "files.list")).toBe(before);
    expect(lists("overrides").stdout).toContain("hub.example.com");
  });
});

describe("generate all", () => {
  test("what may be missing is said in the language of the kit", () => {
    const { options } = exampleCopy({ "inventory/group_vars/all/unknown.yml": "helm_version: \"{{ lookup('pipe', 'x') }}\"\n" });
    const out = temporaryFolder({});
    expect(runCli([...ALL, ...options, "--out", out, "--locale", "zh-cn"]).status).toBe(2);
    expect(read(out, "README.md")).toMatch(/## 不完整之处[\s\S]*unknown\.yml:1: 无法得知/);
  });

  test("what an earlier kit left behind is named", () => {
    const cwd = temporaryFolder({});
    expect(runCli([...ALL, "--out", "kit"], { cwd }).stdout).not.toContain("earlier run");
    writeFileSync(join(cwd, "kit/mine.txt"), "");
    const { stdout } = runCli([...ALL, "--out", "kit", "--skip", "sbom", "--skip", "hauler"], { cwd });
    expect(stdout.slice(stdout.indexOf("From an earlier run")).split("\n").slice(1)).toEqual([
      "  kit/hauler/hauler-manifest.yaml",
      "  kit/sbom/sbom.cdx.json",
      "",
    ]);
  });

  test("what -e gave is named for the run on site, its values are not; a kit without it says nothing", () => {
    const { options, folder } = exampleCopy({ "more.yml": "kube_token: SECRET\n" });
    const given = ["-e", "kube_version=v1.19.0", "-e", `@${join(folder, "more.yml")}`, "--generation", "classic"];
    runCli([...ALL, "--out", join(folder, "kit"), ...options, ...given]);
    const readme = read(folder, "kit/README.md");
    expect(readme).toMatch(/^- Given with -e .*: `kube_version`, `kube_token`\. Give the same values to run-layers\.sh/m);
    expect(readme).not.toContain("SECRET");
    expect(readme.slice(readme.indexOf("## To make it again"))).toContain("  -e VARS \\\n  --generation classic\n");
    runCli([...ALL, "--out", join(folder, "kit"), ...options]);
    expect(read(folder, "kit/README.md")).not.toMatch(/ -e /);
  });

  test("one folder with a README, in either language; its checksums hold", () => {
    const cwd = temporaryFolder({});
    const { status: exitCode, stdout, stderr } = runCli([...ALL, "--out", "kit"], { cwd });
    expect({ exitCode, wrong: stderr.match(/^(?:error|warning): .*/gm) }).toEqual({ exitCode: 0, wrong: null });
    expect(stdout).toContain("kit/README.md");
    const readme = read(cwd, "kit/README.md");
    expect(readme).toContain("sha256sum -c SHA256SUMS");
    for (const { title } of MANIFESTS) expect(readme).toContain(title.en);
    expect(readme).not.toContain("Not complete");
    const { status } = spawnSync("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], { cwd: join(cwd, "kit") });
    expect(status).toBe(0);
    const chinese = runCli([...ALL, "--out", "kit", "--locale", "zh-cn"], { cwd });
    expect(chinese.stdout).toContain("against the one before");
    expect(read(cwd, "kit/README.md")).toContain("文件是否完整");
  });

  test("a kind that cannot be made is named with its reason, and the others are there", () => {
    const cwd = temporaryFolder({
      "inventory/hosts.yml": "all:\n  hosts:\n    n1:\n",
      "inventory/group_vars/all.yml": "kube_version: 1.30.0\n",
    });
    const { status, stderr } = runCli([...ALL, "--out", "kit", "--inventory", "inventory"], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain("was not made");
    expect(read(cwd, "kit/README.md")).toContain("## Not complete");
  });

  test("a folder that may not be written to", () => {
    const cwd = temporaryFolder({});
    mkdirSync(join(cwd, "kit"));
    writeFileSync(join(cwd, "kit/images"), "a file");
    expect(runCli([...ALL, "--out", "kit"], { cwd }).status).toBeGreaterThan(0);
    expect(readdirSync(join(cwd, "kit"))).toEqual(["images"]);
    expect(existsSync(join(cwd, "kit/README.md"))).toBe(false);
    chmodSync(join(cwd, "kit"), 0o755);
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
