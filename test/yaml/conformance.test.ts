import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compareYaml, type YamlCase } from "../conformance/yamlScalars";
import { describeShared, shared } from "../support/shared";

describeShared("YAML as Ansible reads it", "conformance/yaml-scalars.json", () => {
  const cases = () => JSON.parse(readFileSync(shared("conformance/yaml-scalars.json") as string, "utf8")) as YamlCase[];

  it("every case of yaml-scalars.json", () => {
    expect(
      cases()
        .map(compareYaml)
        .filter((difference) => difference !== undefined),
    ).toEqual([]);
    expect(cases().length).toBeGreaterThanOrEqual(187);
  });
});
