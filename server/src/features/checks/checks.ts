import { documentIndex } from "../documentIndex";
import { inventoryFiles, openDocument } from "../documents";
import type { FeatureContext } from "../feature";
import { ofModel } from "../ofModel";
import { booleanText } from "./booleanText";
import { changedShape } from "./changedShape";
import type { Check, CheckContext, CheckedFile, Found, Severity } from "./check";
import { duplicateDefinition } from "./duplicateDefinition";
import { duplicateHostValue } from "./duplicateHostValue";
import { duplicateKey } from "./duplicateKey";
import { emptyGroup } from "./emptyGroup";
import { evenEtcd } from "./evenEtcd";
import { groupChild } from "./groupChild";
import { groupPriority } from "./groupPriority";
import { hostAndGroup } from "./hostAndGroup";
import { hostLocalhost } from "./hostLocalhost";
import { hostWithoutRole } from "./hostWithoutRole";
import { ignoresOf } from "./ignores";
import { offlineLeak } from "./offlineLeak";
import { otherRelease } from "./otherRelease";
import { overriddenFact } from "./overriddenFact";
import { overriddenValue } from "./overriddenValue";
import { overrideAddress } from "./overrideAddress";
import { overrideArchitecture } from "./overrideArchitecture";
import { overrideFile } from "./overrideFile";
import { preflight } from "./preflight";
import { registryScheme } from "./registryScheme";
import { removedVariable } from "./removedVariable";
import { roleVars } from "./roleVars";
import { templateSyntax } from "./templateSyntax";
import { undefinedVariable } from "./undefinedVariable";
import { unknownFilter } from "./unknownFilter";
import { unknownVariable } from "./unknownVariable";
import { unmatchedVars } from "./unmatchedVars";
import { variableCycle } from "./variableCycle";
import { versionNumber } from "./versionNumber";
import { versionPrefix } from "./versionPrefix";
import { versionUnknown } from "./versionUnknown";

/** Every check, in the order in which their findings are told. */
export const CHECKS: readonly Check[] = [
  unknownVariable,
  removedVariable,
  otherRelease,
  changedShape,
  templateSyntax,
  undefinedVariable,
  unknownFilter,
  variableCycle,
  booleanText,
  preflight,
  emptyGroup,
  unmatchedVars,
  roleVars,
  duplicateKey,
  duplicateDefinition,
  overriddenValue,
  overriddenFact,
  groupPriority,
  groupChild,
  hostAndGroup,
  duplicateHostValue,
  evenEtcd,
  hostWithoutRole,
  hostLocalhost,
  versionUnknown,
  versionPrefix,
  versionNumber,
  offlineLeak,
  registryScheme,
  overrideAddress,
  overrideFile,
  overrideArchitecture,
];

export interface CheckOptions {
  /** By code; `off` leaves the check out. What is absent has the check's own. */
  readonly severities?: Readonly<Record<string, string>>;
  /** Only these. */
  readonly codes?: ReadonlySet<string>;
  readonly workspace?: CheckContext["workspace"];
}

/**
 * All findings about one inventory. Yields undefined wherever the caller may stop for a moment; findings come in no particular order of
 * files. What a comment in the file ignores is left out.
 */
export function* runChecks(context: FeatureContext, options: CheckOptions = {}): Generator<Found | undefined, void> {
  const own: CheckContext = { ...context, files: checkedFiles(context), workspace: options.workspace };
  const byPath = new Map(own.files.map((file) => [file.document.path, file]));
  for (const check of CHECKS) {
    const setting = options.severities?.[check.code];
    if (setting === "off" || options.codes?.has(check.code) === false) continue;
    const seen = new Set<string>();
    for (const finding of check.run(own)) {
      if (finding === undefined) {
        yield undefined;
        continue;
      }
      const file = byPath.get(finding.file);
      const key = `${finding.file}\0${finding.span.start}\0${finding.span.end}\0${finding.message.en}`;
      if (!file || seen.has(key) || isIgnored(own, file, finding.span.start, check.code)) continue;
      seen.add(key);
      yield { ...finding, code: check.code, severity: chosen(setting) ?? finding.severity ?? check.severity };
    }
    yield undefined;
  }
}

/** The user's files with their variables, for checks that look at all of them. */
function checkedFiles(context: FeatureContext): readonly CheckedFile[] {
  return ofModel(context, "checked-files", () =>
    inventoryFiles(context).flatMap((path) => {
      const document = openDocument(context, path);
      return document ? [{ document, index: documentIndex(context, document) }] : [];
    }),
  );
}

/** Whether a comment in the file asks for silence about `code` at the offset. */
function isIgnored(context: FeatureContext, { document, index }: CheckedFile, offset: number, code: string): boolean {
  const ignores = context.memo.of("ignores", document.path, document.text, () => ignoresOf(document.text));
  return ignores.length > 0 && ignores.some((one) => one.covers(code, offset, index));
}

function chosen(setting: string | undefined): Severity | undefined {
  return setting === "error" || setting === "warning" || setting === "info" || setting === "hint" ? setting : undefined;
}
