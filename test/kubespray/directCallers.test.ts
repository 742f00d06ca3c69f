import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { directCalls } from "../../server/src/kubespray/directCallers";
import { RELEASES } from "../../server/src/kubespray/releases";
import { describeShared, shared } from "../support/shared";

interface Row {
  readonly key: string | null;
  readonly roles: readonly string[];
  readonly hosts_groups: readonly string[];
  readonly when: readonly string[];
  readonly vars: Readonly<Record<string, unknown>>;
}

describeShared("fetches outside the loop", "oracle/probe_src/direct", () => {
  test.each(RELEASES)("%s: the table says what was found in the release's tasks", (release) => {
    const rows = JSON.parse(readFileSync(shared(`oracle/probe_src/direct/${release}.json`) as string, "utf8")) as Row[];
    const wanted = rows.map((row) => line(row.key, row.roles, row.hosts_groups, row.when, row.vars.etcd_cluster_setup));
    const ours = directCalls(release).map((call) => line(call.key, call.roles, call.groups, call.when, call.vars.etcd_cluster_setup));
    expect(ours.sort()).toEqual(wanted.sort());
  });
});

function line(key: string | null, roles: readonly string[], groups: readonly string[], when: readonly string[], setup: unknown): string {
  const conditions = when.map((text) => text.replace(/\s*\|\s*/g, " | "));
  return `${key} | ${roles.join(" > ")} | ${groups.join(":")} | ${conditions.join(" && ")} | ${setup ?? "-"}`;
}
