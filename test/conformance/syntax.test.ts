import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseTemplate } from "../../server/src/jinja/parse/parseTemplate";
import { describeShared, shared } from "../support/shared";

/** What Jinja2 3.1.2 itself accepts, as a template file and as a YAML value. */
interface Case {
  readonly source: string;
  readonly valid: boolean;
  readonly validInAnsible: boolean;
}

const FILE = "conformance/syntax.json";

describeShared("syntax as real Jinja2 has it", FILE, () => {
  const { cases } = JSON.parse(readFileSync(shared(FILE) as string, "utf8")) as { cases: readonly Case[] };

  test.each([
    ["template file", "valid", {}],
    ["YAML value", "validInAnsible", { ansibleEscapes: true }],
  ] as const)("%s", (_, column, options) => {
    const wrong = cases.filter((one) => (parseTemplate(one.source, options).problems.length === 0) !== one[column]);
    expect(wrong.map((one) => one.source)).toEqual([]);
    expect(cases.length).toBeGreaterThan(300);
  });

  test("every prefix of every source parses without throwing", () => {
    for (const { source } of cases) {
      for (let end = 0; end < source.length; end++) {
        for (const options of [{}, { ansibleEscapes: true }]) {
          const { template, problems } = parseTemplate(source.slice(0, end), options);
          expect(template.span.end).toBe(end);
          for (const { span } of problems) expect(span?.end).toBeLessThanOrEqual(end);
        }
      }
    }
  });
});
