/** Every sentence that the engine says of its own has a Chinese wording; what Ansible says stays as Ansible says it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";
import { describe, expect, test } from "vitest";
import { sentences, translated } from "../../server/src/features/wording/translated";
import { ROOT } from "../support/cli";
import { NOT_FOR_PEOPLE, SAID_BY_OTHERS } from "./wording.others";

interface Node {
  readonly type?: string;
  readonly [name: string]: unknown;
}

/** Texts of the sources, `{0}`, `{1}` where values stand, with the file that they were found in. */
const own = new Map<string, string>();
const SOURCES = join(ROOT, "server/src");
for (const entry of readdirSync(SOURCES, { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name)
    .slice(SOURCES.length + 1)
    .replaceAll("\\", "/");
  if (!/^(python|jinja|yaml|ansible|kubespray|files)\/.*\.ts$/.test(file)) continue;
  // Conditions of tasks and names of variables, in kubespray's own words; texts that come in both languages.
  if (/\/(directCallers|discoverInventories|replacements)\.ts$/.test(file)) continue;
  const { program } = parseSync(file, readFileSync(join(SOURCES, file), "utf8"), { lang: "ts" });
  // Most of what python/ and jinja/ say are Python's, Jinja2's and Ansible's own sentences: there, only why something is unknown is ours.
  collect(program as unknown as Node, file, !/^(python|jinja)\//.test(file));
}

function collect(node: unknown, file: string, ours: boolean): void {
  if (Array.isArray(node)) {
    for (const one of node) collect(one, file, ours);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  const { type, value, quasis, callee, id } = node as Node & { callee?: Node; id?: Node };
  if (type === "ImportDeclaration" || type === "TSLiteralType") return;
  const called = callee?.name;
  const isOurs =
    ours ||
    called === "unknown" ||
    called === "exhausted" ||
    (called === "Failure" && firstText(node as Node) === "unknown") ||
    id?.name === "REASONS";
  const text =
    type === "Literal" && typeof value === "string"
      ? value
      : type === "TemplateLiteral"
        ? (quasis as { value: { cooked: string } }[]).map((quasi) => quasi.value.cooked).join("\0")
        : undefined;
  if (isOurs && text !== undefined && /[a-z]+ [a-z]/i.test(text.replaceAll("\0", "X")) && !/^[\w\s]{200,}$/.test(text))
    own.set(numbered(text), file);
  for (const [name, child] of Object.entries(node)) if (name !== "type") collect(child, file, isOurs);
}

function firstText({ arguments: given }: Node): unknown {
  return (given as Node[] | undefined)?.[0]?.value;
}

function numbered(text: string): string {
  let next = 0;
  return text.replace(/\0+/g, () => `{${next++}}`);
}

const places = (text: string) => [...text.matchAll(/\{\d\}/g)].map(([place]) => place).sort();

test("the sources hold sentences at all", () => expect(own.size).toBeGreaterThan(200));

test("every sentence of ours has a wording in Chinese", () => {
  const without = [...own].filter(
    ([text]) => !NOT_FOR_PEOPLE.has(text) && !SAID_BY_OTHERS.has(text) && translated(filled(text), "zh-cn") === filled(text),
  );
  expect(without.map(([text, file]) => `${file}: ${text}`)).toEqual([]);
});

test("no wording and no exception is left over", () => {
  const unused = Object.keys(sentences).filter((text) => !own.has(text) && !own.has(text.replace(/^\{0\} /, "")));
  expect(unused).toEqual([]);
  expect([...NOT_FOR_PEOPLE, ...SAID_BY_OTHERS].filter((text) => !own.has(text))).toEqual([]);
});

test("each wording has the places of its sentence, or is told why it needs fewer", () => {
  // The plural of a verb, which Chinese lacks.
  const fewer = ["The hosts are those of {0}; {1} beside it {2} hosts as well. Give the file itself to choose."];
  for (const [english, chinese] of Object.entries(sentences)) {
    if (!fewer.includes(english)) expect(places(chinese), english).toEqual(places(english));
    expect(chinese, english).toMatch(/[\u4e00-\u9fff]/);
  }
});

describe("translated", () => {
  test.each([
    ["it is not enabled", "未启用"],
    ["it is not enabled: {{ helm_enabled }}", "未启用: {{ helm_enabled }}"],
    ["enabled, and the host is in kube_node, etcd", "已启用，且该主机在 kube_node, etcd 中"],
    ["a on b is not known: The value is vaulted.", "无法得知 b 上的 a：该值已用 vault 加密。"],
    // Ansible's own words stay, also inside of ours.
    ["a on b is not known: 'c' is undefined", "无法得知 b 上的 a：'c' is undefined"],
    ["'c' is undefined", "'c' is undefined"],
    ["url: The time of the run is not known.", "url: 无法得知运行的时间。"],
    [
      "hosts.yml has no hosts. One imaginary host in each group of kubespray stands in.",
      "hosts.yml 中没有主机。以 kubespray 每个组中的一台假想主机代替。",
    ],
    ["Ansible refuses a.yml:1: A value is missing here.", "Ansible 拒绝 a.yml:1：此处缺少值。"],
    ["Ansible refuses a.ini:1: No closing quotation.", "Ansible 拒绝 a.ini:1：No closing quotation。"],
    ["No hosts file was found in /a. Add one, such as inventory.ini.", "在 /a 中没有找到主机清单文件。请添加一个，例如 inventory.ini。"],
  ])("%s", (english, chinese) => {
    expect(translated(english, "zh-cn")).toBe(chinese);
    expect(translated(english, "en")).toBe(english);
  });

  test("long and hostile texts cost nothing to speak of", () => {
    const text = `${" on ".repeat(900)} is not known: ${". ".repeat(300)}`;
    expect(translated(text, "zh-cn")).toContain("无法得知");
    expect(translated("x".repeat(100_000), "zh-cn")).toBe("x".repeat(100_000));
  });
});

/** A text as a user might meet it. */
function filled(text: string): string {
  return text.replace(/\{(\d)\}/g, "v$1");
}
