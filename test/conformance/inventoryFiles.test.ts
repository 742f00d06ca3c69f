import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readInventory } from "../../server/src/ansible/inventory/readInventory";
import { memoryFileSystem } from "../../server/src/files/memory";
import { toJson } from "../../server/src/python/json";
import type { PyDict, Value } from "../../server/src/python/values";
import { groupVariables, inventoryList } from "../support/inventoryList";
import { parsePyJson } from "../support/pyJson";
import { describeShared, shared } from "../support/shared";

const TABLE = "conformance/inventory-files.json";

describeShared("hosts files as ansible-inventory lists them", TABLE, () => {
  const cases = parsePyJson(readFileSync(shared(TABLE) as string, "utf8")) as Value[] as PyDict[];

  it("has cases", () => expect(cases.length).toBeGreaterThan(40));

  it.each(cases.map((one) => [String(one.get("file")), one] as const))("%s", (file, one) => {
    const path = `/inventory/${file}`;
    const inventory = readInventory([path], { files: memoryFileSystem({ [path]: String(one.get("text")) }), generation: "classic" });
    const source = inventory.sources[0];
    expect(source?.state, source?.reason).toBe(one.get("parsed") === true ? "parsed" : "rejected");
    if (one.get("parsed") !== true) {
      expect(inventory.problems.some((problem) => problem.severity === "error" && problem.file === path)).toBe(true);
      return;
    }
    expect(toJson(inventoryList(inventory), { indent: 1 })).toBe(toJson(one.get("list") as Value, { indent: 1 }));
    expect(toJson(groupVariables(inventory), { indent: 1 })).toBe(toJson(one.get("groupVars") as Value, { indent: 1 }));
  });
});
