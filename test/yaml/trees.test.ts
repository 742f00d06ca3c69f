import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { repr } from "../../server/src/python/text";
import { PyDict } from "../../server/src/python/values";
import { loadText } from "../../server/src/yaml/loadText";
import { parsePlainBlock } from "../../server/src/yaml/parsePlainBlock";
import { scanTopLevel } from "../../server/src/yaml/scanTopLevel";
import { openVarsFile } from "../../server/src/yaml/varsFile";
import { describeShared, shared } from "../support/shared";

/** Every file of variables of the trees and their inventories, equal texts once. */
function varsFiles(): Map<string, string> {
  const root = shared("kubespray") as string;
  const files = new Map<string, string>();
  for (const path of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (!/\.ya?ml$/.test(path) || !/[/\\](?:defaults|vars|group_vars|host_vars)[/\\]/.test(path)) continue;
    files.set(readFileSync(join(root, path), "utf8"), path);
  }
  return new Map([...files].map(([text, path]) => [path, text]));
}

describeShared("files of variables of real trees", "kubespray", () => {
  it("scanned and parsed piece by piece they give what a full parse gives", () => {
    let scanned = 0;
    const files = varsFiles();
    for (const [path, text] of files) {
      const loaded = loadText(text);
      const file = openVarsFile(text);
      if (scanTopLevel(text)) scanned++;
      expect([path, file.check()]).toEqual([path, loaded.ok ? undefined : loaded.problem]);
      if (!loaded.ok || !(loaded.value instanceof PyDict)) continue;
      const pieces = new PyDict([...file.entries].map(([name, entry]) => [name, entry.value()]));
      expect([path, repr(pieces)]).toEqual([path, repr(loaded.value)]);
    }
    expect(files.size).toBeGreaterThan(200);
    expect(scanned / files.size).toBeGreaterThan(0.9);
  });

  it("what is plain is equal to what the full parser makes of it", () => {
    let plain = 0;
    for (const [path, text] of varsFiles()) {
      const value = parsePlainBlock(text);
      if (value === undefined) {
        expect(basename(path), "tables of checksums are plain").not.toMatch(/checksums/);
        continue;
      }
      plain++;
      const loaded = loadText(text);
      expect([path, loaded.ok && repr(loaded.value)]).toEqual([path, repr(value)]);
    }
    expect(plain).toBeGreaterThan(100);
  });

  it("a table of checksums is read many times faster than by the yaml package", () => {
    const text = readFileSync(shared("kubespray/v2.31.0/tree/roles/kubespray_defaults/vars/main/checksums.yml") as string, "utf8");
    expect(best(() => parse(text), 8) / best(() => parsePlainBlock(text), 60)).toBeGreaterThan(6); // 20 and more on an idle machine
  });
});

/** Milliseconds of the fastest run: the others were disturbed. */
function best(run: () => void, times: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    run();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}
