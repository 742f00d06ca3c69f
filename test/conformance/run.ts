/**
 * `npm run conformance [-- --dir DIR] [--tag TAG]... [--inventory NAME]... [--most N] [--generation classic|native]`: compares the engine
 * with what real Ansible resolved for each inventory (../shared/kubespray unless told) and prints the counts per release and every
 * mismatch. Ends with 1 where there is any.
 */
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { diskFileSystem } from "../../server/src/files/disk";
import { openModel } from "../../server/src/kubespray/openModel";
import { shared } from "../support/sharedPath";
import { AREAS, type Comparison, compareInventory, type Mismatch } from "./compareInventory";

const { values: options } = parseArgs({
  options: {
    dir: { type: "string" },
    tag: { type: "string", multiple: true },
    inventory: { type: "string", multiple: true },
    most: { type: "string", default: "40" },
    generation: { type: "string" },
  },
});

const generation = options.generation === "classic" || options.generation === "native" ? options.generation : undefined;
const root = options.dir ? resolve(options.dir) : shared("kubespray");
if (root === undefined) {
  console.log("conformance: skipped, ../shared/kubespray is not here");
} else {
  const start = performance.now();
  let failed = 0;
  let passed = 0;
  for (const tag of readdirSync(root).sort()) {
    if (options.tag && !options.tag.includes(tag)) continue;
    if (!existsSync(join(root, tag, "expected"))) continue;
    const { equal, total } = compareTag(root, tag);
    passed += equal;
    failed += total - equal;
  }
  console.log(`${passed} equal, ${failed} different, in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
}

function compareTag(folder: string, tag: string): { equal: number; total: number } {
  const totals = new Map(AREAS.map((area) => [area, { equal: 0, total: 0 }]));
  const mismatches: { inventory: string; mismatch: Mismatch }[] = [];
  let inventories = 0;
  for (const file of readdirSync(join(folder, tag, "expected")).sort()) {
    const name = file.replace(/\.json$/, "");
    if (options.inventory && !options.inventory.includes(name)) continue;
    inventories++;
    const comparison = compareOne(folder, tag, name);
    for (const [area, count] of comparison.counts) {
      const sum = totals.get(area) as { equal: number; total: number };
      sum.equal += count.equal;
      sum.total += count.total;
    }
    mismatches.push(...comparison.mismatches.map((mismatch) => ({ inventory: name, mismatch })));
  }
  console.log(`${tag}: ${inventories} inventories`);
  for (const [area, count] of totals) console.log(`  ${area.padEnd(10)} ${count.equal}/${count.total}`);
  for (const { inventory, mismatch } of mismatches.slice(0, Number(options.most))) {
    console.log(
      `  ${mismatch.area} ${inventory} ${mismatch.where}\n    Ansible: ${cut(mismatch.expected)}\n    ours:    ${cut(mismatch.ours)}`,
    );
  }
  if (mismatches.length > Number(options.most)) console.log(`  ... and ${mismatches.length - Number(options.most)} more`);
  const sum = { equal: 0, total: 0 };
  for (const count of totals.values()) {
    sum.equal += count.equal;
    sum.total += count.total;
  }
  return sum;
}

function compareOne(folder: string, tag: string, name: string): Comparison {
  const inventory = join(folder, tag, "inventories", name);
  const kubespray = join(folder, tag, "tree");
  const model = openModel({ fs: diskFileSystem(), kubespray, inventory, env: () => "", ...(generation && { generation }) });
  return compareInventory(model, join(folder, tag, "expected", `${name}.json`), {
    inventoryFolder: model.inventory.folder,
    kubespray: model.kubespray?.root ?? kubespray,
  });
}

function cut(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)} ... (${text.length})` : text;
}
