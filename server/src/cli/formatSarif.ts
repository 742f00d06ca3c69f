import { createHash } from "node:crypto";
import { name, version } from "../../../package.json";
import type { Check, Severity } from "../features/checks/check";
import { redact } from "../text/redact";
import { say } from "../text/wording";
import type { CliFinding, Region } from "./findings";

/** Findings as SARIF 2.1.0, which code hosts and editors read. Fingerprints do not hold line numbers, so that a finding stays itself when lines move. */
export function formatSarif(
  findings: readonly CliFinding[],
  known: ReadonlySet<CliFinding>,
  checks: readonly Check[],
  locale: string,
): string {
  const codes = [...new Set([...checks.map(({ code }) => code), ...findings.map(({ code }) => code)])];
  const rules = codes.map((code) => {
    const check = checks.find((one) => one.code === code);
    return {
      id: code,
      ...(check && {
        shortDescription: { text: say(check.title, locale) },
        fullDescription: { text: say(check.summary, locale) },
        defaultConfiguration: { level: LEVELS[check.severity] },
      }),
    };
  });
  const seen = new Map<string, number>();
  const results = findings.map((finding) => ({
    ruleId: finding.code,
    ruleIndex: codes.indexOf(finding.code),
    level: LEVELS[finding.severity],
    message: { text: redact(finding.message) },
    ...(finding.path !== undefined && { locations: [{ physicalLocation: location(finding.path, finding.region) }] }),
    ...(finding.related.length > 0 && {
      relatedLocations: finding.related.map(({ path, region, message }) => ({
        physicalLocation: location(path, region),
        message: { text: redact(message) },
      })),
    }),
    partialFingerprints: { "subject/v1": fingerprint(finding, seen) },
    ...(known.has(finding) && { suppressions: [{ kind: "external", status: "accepted", justification: "baseline" }] }),
  }));
  const run = {
    tool: { driver: { name, version, semanticVersion: version, rules } },
    columnKind: "utf16CodeUnits",
    results,
  };
  const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = { error: "error", warning: "warning", info: "note", hint: "note" };

function location(path: string, region: Region | undefined) {
  return { artifactLocation: { uri: encodeURI(path).replace(/[?#]/g, encodeURIComponent) }, ...(region && { region }) };
}

/** The same for the same thing in the same file; a second one of its kind there is told apart by its number. */
function fingerprint({ code, path, subject }: CliFinding, seen: Map<string, number>): string {
  const key = JSON.stringify([code, path ?? "", subject]);
  const count = seen.get(key) ?? 0;
  seen.set(key, count + 1);
  return createHash("sha256").update(`${key}\0${count}`).digest("hex").slice(0, 32);
}
