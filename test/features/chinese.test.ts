/** The Chinese texts keep to the words of the recipe "Chinese texts" in ARCHITECTURE.md: one word for each thing, one way to set it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";
import { expect, test } from "vitest";
import { ROOT } from "../support/cli";

/** What is not to be written, what to write instead. `\0` stands for a value within a text. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/(?<!主机|物料)清单|主机清单(?!文件)/u, "inventory; 列表 of files and images; 主机清单文件"],
  [/主机文件/u, "主机清单文件"],
  [/(?<!工作区)文件夹/u, "目录"],
  [/(?<!镜像|代码)仓库/u, "镜像仓库"],
  [/镜像源|镜像加速/u, "镜像站"],
  [/角色|任务|剧本/u, "role, task, playbook"],
  [/控制面(?!板)|控制机/u, "控制平面; 运行 Ansible 的机器"],
  [/校验码|检验和|散列/u, "校验和, 哈希"],
  [/缺省/u, "默认"],
  [/外网|公网|(?<!互)联网/u, "互联网"],
  [/改名/u, "重命名"],
  [/[您你]/u, "nobody is addressed"],
  [/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u, "a space between Chinese and Latin"],
  [/\p{Script=Han} ?[,:;!?]|[,:;!?] ?\p{Script=Han}|\p{Script=Han}\(|\)\p{Script=Han}/u, "，：；！？（）"],
  [/[，。：；！？、（）“”] | [，。：；！？、（）“”]/u, "no space beside full-width punctuation"],
];

const HAN = /\p{Script=Han}/u;

/** Texts with Chinese in them, with the file that they stand in. */
const texts: (readonly [text: string, file: string])[] = [];
const SOURCES = join(ROOT, "server/src");
for (const entry of readdirSync(SOURCES, { recursive: true, withFileTypes: true })) {
  if (!entry.name.endsWith(".ts")) continue;
  const file = join(entry.parentPath, entry.name);
  collect(parseSync(file, readFileSync(file, "utf8"), { lang: "ts" }).program, file.slice(ROOT.length));
}
for (const file of ["package.nls.zh-cn.json", "l10n/bundle.l10n.zh-cn.json"]) {
  for (const text of Object.values(JSON.parse(readFileSync(join(ROOT, file), "utf8")))) texts.push([text as string, file]);
}
for (const line of readFileSync(join(ROOT, "README.md"), "utf8").split("\n")) if (HAN.test(line)) texts.push([line, "README.md"]);

function collect(node: unknown, file: string): void {
  if (typeof node !== "object" || node === null) return;
  const { type, value, quasis } = node as { type?: string; value?: unknown; quasis?: { value: { cooked: string } }[] };
  const text = type === "TemplateLiteral" ? quasis?.map((quasi) => quasi.value.cooked).join("\0") : type === "Literal" ? value : undefined;
  if (typeof text === "string" && HAN.test(text)) texts.push([text, file]);
  for (const child of Object.values(node)) collect(child, file);
}

test("there are texts in Chinese at all", () => expect(texts.length).toBeGreaterThan(800));

test.each(REFUSED)("%s: %s", (refused) => {
  expect(texts.filter(([text]) => refused.test(text))).toEqual([]);
});
