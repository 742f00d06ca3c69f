import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeLenses } from "../../server/src/features/codeLenses";
import { definition } from "../../server/src/features/definition";
import { documentLinks } from "../../server/src/features/documentLinks";
import { type DocumentSymbol, documentSymbols } from "../../server/src/features/documentSymbols";
import { foldingRanges } from "../../server/src/features/foldingRanges";
import { hover } from "../../server/src/features/hover";
import { inlayHints } from "../../server/src/features/inlayHints";
import { locate } from "../../server/src/features/locate";
import { references } from "../../server/src/features/references";
import { rename } from "../../server/src/features/rename";
import { selectionRanges } from "../../server/src/features/selectionRanges";
import { fixture } from "../support/fixture";

/** Half-typed and broken texts: every feature answers, and within the document. */
const BIT = fc.constantFrom(
  ..."a|: |\n|\n  |- |\"|'|{{ | }}|{% | %}|kube_version|dns_mode| \\| |default(|)|[|]|{|}|,|.|~ |x|# c|&a |*a|!vault |---\n|>-\n  |for i in |endfor|if |else|\t|\r\n|=|[all:vars]\n|node1 |é|\\u00|😀|<<: |? |'v1'".split(
    /(?<!\\)\|/,
  ),
);
const TEXT = fc.array(BIT, { maxLength: 30 }).map((bits) => bits.join(""));
const FILE = fc.constantFrom("group_vars/all.yml", "hosts.ini", "hosts.yml", "host_vars/node1/x.json", "group_vars/kube_node");

test("every feature answers on broken text, with spans inside it", () => {
  fc.assert(
    fc.property(FILE, TEXT, fc.nat(), (file, text, at) => {
      const { context, document } = fixture(`-- file: ${file}\n${text}`);
      const offset = at % (document.text.length + 1);
      const inside = (span: { start: number; end: number }) => {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeGreaterThanOrEqual(span.start);
        expect(span.end).toBeLessThanOrEqual(document.text.length);
      };
      const found = locate(context, document, offset);
      if (found.scalar) inside(found.scalar.span);
      for (const step of found.path) inside(step.span);
      const hovered = hover(context, document, offset);
      if (hovered) inside(hovered.span);
      const defined = definition(context, document, offset);
      if (defined) inside(defined.origin);
      for (const one of references(context, document, offset) ?? []) if (one.file === document.path) inside(one.span);
      let last = -1;
      for (const one of selectionRanges(context, document, offset)) {
        inside(one);
        expect(one.end - one.start).toBeGreaterThan(last);
        last = one.end - one.start;
      }
      rename(context, document, offset, "y");
      for (const one of documentLinks(context, document)) inside(one.span);
      for (const one of inlayHints(context, document, { start: 0, end: document.text.length }))
        inside({ start: one.offset, end: one.offset });
      for (const one of codeLenses(context, document)) inside(one.span);
      for (const { startLine, endLine } of foldingRanges(context, document)) expect(endLine).toBeGreaterThan(startLine);
      const symbols = (all: readonly DocumentSymbol[]): void => {
        for (const one of all) {
          inside(one.span);
          inside(one.selection);
          expect(one.selection.start).toBeGreaterThanOrEqual(one.span.start);
          expect(one.selection.end).toBeLessThanOrEqual(one.span.end);
          expect(one.name).not.toBe("");
          symbols(one.children);
        }
      };
      symbols(documentSymbols(context, document));
    }),
    { numRuns: 300 },
  );
});

describe("large and nested texts end soon", () => {
  test.each([
    ["nested brackets", `a: ${"[".repeat(20_000)}`],
    ["nested templates", `a: "${"{{ (".repeat(5_000)}"`],
    ["a long line", `a: "${"{{ x }} ".repeat(20_000)}"`],
    ["many variables", Array.from({ length: 20_000 }, (_, i) => `v${i}: "{{ v${i + 1} }}"`).join("\n")],
    ["an expensive value", 'a: "{{ range(100000000) | list | length }}"'],
    ["a deep chain", `${Array.from({ length: 2000 }, (_, i) => `v${i}: "{{ v${i + 1} }}{{ v${i + 1} }}"`).join("\n")}\n`],
  ])("%s", (_name, text) => {
    const { context, document } = fixture(`-- file: group_vars/all.yml\n${text}`);
    const started = process.cpuUsage();
    for (const offset of [1, 10, Math.floor(text.length / 2)]) {
      hover(context, document, offset);
      definition(context, document, offset);
      selectionRanges(context, document, offset);
    }
    foldingRanges(context, document);
    documentSymbols(context, document);
    inlayHints(context, document, { start: 0, end: 3000 });
    documentLinks(context, document);
    references(context, document, 1);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1000).toBeLessThan(6000);
  });
});
