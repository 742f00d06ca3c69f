import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadText } from "../../server/src/yaml/loadText";
import { parseYaml } from "../../server/src/yaml/parseYaml";
import { openVarsFile } from "../../server/src/yaml/varsFile";
import { describeShared, shared } from "../support/shared";

/** Everything that can be asked of a text, none of which may throw; the entries' values may only fail on purpose. */
function readAll(text: string): void {
  parseYaml(text);
  loadText(text);
  const file = openVarsFile(text);
  file.check();
  for (const entry of file.entries.values()) {
    entry.style();
    try {
      entry.value();
    } catch (failure) {
      if ((failure as { kind?: string }).kind === undefined) throw failure;
    }
  }
}

const many = 100_000;
const laughs = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"];
for (let i = 1; i < 12; i++)
  laughs.push(
    `a${i}: &a${i} [${Array(9)
      .fill(`*a${i - 1}`)
      .join(", ")}]`,
  );
const merges = ["a0: &a0 {k0: 1}"];
for (let i = 1; i < 40; i++) merges.push(`a${i}: &a${i} {<<: [*a${i - 1}, *a${i - 1}], k${i}: 1}`);
const selfMerges = `a: &a {${Array(60).fill("<<: *a").join(", ")}, x: 1}`;

/** The code of the problem, or that there is none. Each has to end quickly, in little memory. */
const HOSTILE: readonly (readonly [name: string, text: string, outcome: string])[] = [
  ["nested brackets", "a: ".concat("[".repeat(many)), "yaml-limit"],
  ["nested closed brackets", `a: ${"[".repeat(many)}${"]".repeat(many)}`, "yaml-limit"],
  ["nested braces", "{a: ".repeat(many), "yaml-limit"],
  ["nested items", "- ".repeat(many), "yaml-limit"],
  ["nested question marks", "? ".repeat(many), "yaml-limit"],
  ["nested indentation", Array.from({ length: 2000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"), "yaml-limit"],
  ["nested JSON", `{"a": ${"[".repeat(many)}${"]".repeat(many)}}`, "yaml-limit"],
  ["brackets across lines", "[\n".repeat(many), "yaml-limit"],
  ["commas at the greatest depth", `a: ${"[".repeat(390)}${"x,".repeat(many)}`, "yaml-parser"],
  ["aliases that multiply", laughs.join("\n"), "yaml-limit"],
  ["merges that multiply", merges.join("\n"), "yaml-limit"],
  ["merging itself", selfMerges, "yaml-limit"],
  ["an alias inside itself", "a: &a [*a]", "yaml-limit"],
  [
    "a chain of merges",
    `${Array.from({ length: 3000 }, (_, i) => `k${i}: &k${i} {${i > 0 ? `<<: *k${i - 1}` : "x: 1"}}`).join("\n")}`,
    "yaml-limit",
  ],
  ["a long quote without end", `a: "${"x\\".repeat(1_000_000)}`, "yaml-scanner"],
  ["a long block", `a: |\n${"  x\n".repeat(500_000)}`, "none"],
  ["many blank lines", `a: b${"\n".repeat(2_000_000)}`, "none"],
  ["many comments", "# c\n".repeat(500_000), "none"],
  ["many keys", Array.from({ length: 30_000 }, (_, i) => `k${i}: ${i}`).join("\n"), "none"],
  ["many equal keys", "k: 1\n".repeat(30_000), "none"],
  ["many anchors", Array.from({ length: 20_000 }, (_, i) => `k${i}: &a${i} x`).join("\n"), "none"],
  ["colons", `a: ${":".repeat(1_000_000)}`, "yaml-scanner"],
  ["colons and spaces", ": ".repeat(100_000), "yaml-parser"],
  ["hashes", `a: x${"#".repeat(1_000_000)}`, "none"],
  ["blanks in a line", `a: x${" ".repeat(1_000_000)}y`, "none"],
  ["blanks before a colon", `a${" ".repeat(1_000_000)}: y`, "yaml-scanner"],
  ["quotes", "'".repeat(1_000_000), "none"],
  ["dashes", "-".repeat(1_000_000), "none"],
  ["digits", `a: ${"9".repeat(1_000_000)}`, "yaml-value"],
  ["sexagesimal digits", `a: 1${":59".repeat(300_000)}`, "yaml-value"],
  ["a large hexadecimal", `a: 0x${"f".repeat(1_000_000)}`, "none"],
  ["a tag without end", `a: !${"x".repeat(1_000_000)}`, "yaml-constructor"],
  ["carriage returns", "a: b\r".repeat(20_000), "none"],
  ["NUL", "a: \0", "yaml-reader"],
  ["binary", String.fromCharCode(...Array.from({ length: 60_000 }, (_, i) => (i * 7919) % 65_536)), "yaml-reader"],
  ["a lone surrogate", "a: \ud800", "yaml-reader"],
  ["__proto__", "__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}", "none"],
];

describe("hostile texts", () => {
  it.each(HOSTILE)("%s", (_, text, outcome) => {
    const before = process.cpuUsage(); // the machine may be busy with other things
    const loaded = loadText(text);
    expect(loaded.ok ? "none" : loaded.problem.code).toBe(outcome);
    readAll(text);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_500);
  });

  it("no prototype is touched", () => {
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describeShared("prefixes", "conformance/yaml-scalars.json", () => {
  it("every prefix of every conformance document can be read", () => {
    const cases = JSON.parse(readFileSync(shared("conformance/yaml-scalars.json") as string, "utf8")) as { yaml: string }[];
    for (const { yaml } of cases) for (let end = 0; end <= yaml.length; end++) readAll(yaml.slice(0, end));
  });

  it("so can prefixes of files of variables", () => {
    for (const name of ["group_vars/all/all.yml", "group_vars/k8s_cluster/addons.yml"]) {
      const path = shared(`kubespray/v2.31.0/tree/inventory/sample/${name}`);
      const text = readFileSync(path as string, "utf8").replace(/^# (?=[a-z_]+:)/gm, "");
      for (let end = 0; end <= text.length; end += 7) readAll(text.slice(0, end));
    }
  });
});
