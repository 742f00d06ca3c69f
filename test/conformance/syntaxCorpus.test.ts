import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isMap, isPair, isScalar, parseAllDocuments, visit } from "yaml";
import { parseExpression, parseTemplate } from "../../server/src/jinja/parse/parseTemplate";
import { describeShared, shared } from "../support/shared";

/** Whatever kubespray's own files hold is good Jinja2, under both kinds of templating. */

const CONDITIONS = new Set(["when", "failed_when", "changed_when", "until", "that"]);

describeShared("kubespray's own texts parse without a problem", "kubespray", () => {
  const folder = shared("kubespray") as string;
  const trees = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

  test.each(trees.map((entry) => entry.name))("%s", (tag) => {
    const wrong: string[] = [];
    let texts = 0;
    const check = (text: string, condition: boolean, ansibleEscapes: boolean) => {
      texts++;
      for (const generation of ["classic", "native"] as const) {
        // A condition with tags in it is a template first (ansible/playbook/conditional.py).
        const bare = condition && !text.includes("{{") && !text.includes("{%");
        const { problems } = bare ? parseExpression(text, { generation }) : parseTemplate(text, { ansibleEscapes, generation });
        if (problems.length > 0) wrong.push(`${problems[0]?.message}: ${text.slice(0, 200)}`);
      }
    };
    const files = readdirSync(join(folder, tag, "tree"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const file of files) {
      const path = join(file.parentPath, file.name);
      if (/\.j2$/.test(file.name)) check(readFileSync(path, "utf8"), false, false);
      if (!/\.ya?ml$/.test(file.name)) continue;
      for (const document of parseAllDocuments(readFileSync(path, "utf8"), { logLevel: "silent", uniqueKeys: false })) {
        visit(document, {
          Scalar(key, node, ancestors) {
            if (typeof node.value !== "string" || key === "key") return;
            const pair = ancestors.findLast(isPair);
            const owner = pair && isScalar(pair.key) ? String(pair.key.value) : "";
            check(node.value, CONDITIONS.has(owner) && !isMap(ancestors.at(-1)), true);
          },
        });
      }
    }
    expect(wrong).toEqual([]);
    expect(texts).toBeGreaterThan(500);
  });
});
