/** Whatever is typed so far can be read: every prefix of every conformance document, as each kind of file that it may stand in. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readInventory } from "../../server/src/ansible/inventory/readInventory";
import { memoryFileSystem } from "../../server/src/files/memory";
import { createEngine } from "../../server/src/jinja/evaluate/createEngine";
import { parseExpression, parseTemplate } from "../../server/src/jinja/parse/parseTemplate";
import { Failure } from "../../server/src/python/failure";
import { PyDict } from "../../server/src/python/values";
import { openVarsFile } from "../../server/src/yaml/varsFile";
import { rawVariables } from "../support/rawVariables";
import { describeShared } from "../support/shared";

const GENERATIONS = ["classic", "native"] as const;

function* prefixes(text: string): Iterable<string> {
  for (let end = 0; end <= text.length; end++) yield text.slice(0, end);
}

/** Only on purpose, if at all. */
function mayFail(body: () => unknown): void {
  try {
    body();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}

function asVariables(text: string): void {
  for (const generation of GENERATIONS) {
    const file = openVarsFile(text, { generation });
    file.check();
    for (const entry of file.entries.values()) mayFail(() => entry.value());
  }
}

function asHosts(text: string): void {
  for (const name of ["hosts.ini", "hosts.yml", "hosts"]) {
    for (const generation of GENERATIONS) {
      const inventory = readInventory([`/i/${name}`], { files: memoryFileSystem({ [`/i/${name}`]: text }), generation });
      expect(inventory.sources.length).toBe(1);
    }
  }
}

function asTemplate(text: string): void {
  for (const generation of GENERATIONS) {
    parseTemplate(text, { ansibleEscapes: true, generation });
    parseExpression(text, { generation });
    const engine = createEngine({ generation, variables: rawVariables(new PyDict([["x", "{{ y }}"]])) });
    mayFail(() => engine.template(text));
  }
}

describeShared("prefixes of hosts files", "conformance/inventory-files.json", (path) => {
  const cases = JSON.parse(readFileSync(path, "utf8")) as { readonly file: string; readonly text: string }[];
  it.each(cases)("$file", ({ text }) => {
    for (const prefix of prefixes(text)) {
      asHosts(prefix);
      asVariables(prefix);
    }
  });
});

describeShared("prefixes of YAML", "conformance/yaml-scalars.json", (path) => {
  it("as variables and as hosts files", () => {
    const cases = JSON.parse(readFileSync(path, "utf8")) as { readonly yaml: string }[];
    for (const { yaml } of cases) {
      for (const prefix of prefixes(yaml)) {
        asVariables(prefix);
        asHosts(prefix);
      }
    }
  });
});

describeShared("prefixes of templates", "conformance", (folder) => {
  it.each([
    ["syntax.json", "source"],
    ["expressions.json", "template"],
    ["expressions-native.json", "template"],
  ])("%s", (file, field) => {
    const { cases } = JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as { readonly cases: Record<string, string>[] };
    expect(cases.length).toBeGreaterThan(300);
    for (const one of cases) for (const prefix of prefixes(one[field] as string)) asTemplate(prefix);
  });
});
