/** No row of the table of replacements says what the release facts deny. */
import { describe, expect, test } from "vitest";
import { isKnownIn, type NameFacts, readReleaseFacts } from "../../server/src/kubespray/releaseFacts/releaseFacts";
import { REPLACEMENTS, replacementOf } from "../../server/src/kubespray/releaseFacts/replacements";

const facts = readReleaseFacts();
const last = facts.releases.length - 1;
const knows = (name: string, at: number) => {
  const known = facts.name(name);
  return known !== undefined && isKnownIn(known, at);
};

describe.each(REPLACEMENTS.map((row) => [row.name, row] as const))("%s", (name, { gone, by, isWhole }) => {
  const from = facts.releases.indexOf(gone);
  test("the release before knows it, none after does", () => {
    expect(from).toBeGreaterThan(0);
    expect(knows(name, from - 1), `${facts.releases[from - 1]}`).toBe(true);
    expect(facts.releases.filter((_, at) => at >= from && knows(name, at))).toEqual([]);
  });
  test("what took its place is known from there on", () => {
    if (by === undefined) return;
    expect(facts.releases.filter((_, at) => at >= from && !knows(by, at))).toEqual([]);
    expect(facts.renamed(name)).toBeUndefined();
  });
  test("what is gone as a whole left no name behind", () => {
    if (!isWhole) return;
    const stem = `${name.replace(/_enabled$/, "")}_`;
    const own = [...facts.names()].filter((one) => one.startsWith(stem) && isForUsers(facts.name(one) as NameFacts));
    expect(own.length).toBeGreaterThan(1);
    expect(own.filter((one) => knows(one, last))).toEqual([]);
    expect(replacementOf(own.at(-1) as string)?.gone).toBe(gone);
  });
});

test("others have no row", () => {
  expect([replacementOf("kube_version"), replacementOf("ingress_nginxx"), replacementOf("dashboards_x")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

function isForUsers({ defined, sample }: NameFacts): boolean {
  return defined.length > 0 || sample.length > 0;
}
