import { translated } from "../features/wording/translated";
import type { FilePath } from "../files/fileSystem";
import type { Model } from "../kubespray/model";
import type { Problem } from "../text/problem";
import { toLocation } from "./convert";
import type { WorkspaceSnapshot } from "./workspaceSnapshot";

/** What lists and manifests may lack, in the user's language: each sentence with the file and line that it is about. */

/** The hosts are not those of the inventory: whatever is told of them is about others. Empty where they are. */
export function imaginaryHosts({ inventory }: Model, snapshot: WorkspaceSnapshot): readonly string[] {
  if (inventory.imaginary === undefined) return [];
  return [translated(`${inventory.imaginary} One imaginary host in each group of kubespray stands in.`, snapshot.locale)];
}

/** What is wrong with the files that an answer rests on, before what it lacks itself (`gaps`). */
export function mayBeMissing(model: Model, gaps: readonly Problem[], snapshot: WorkspaceSnapshot): readonly string[] {
  const errors = model.problems.filter(({ severity }) => severity === "error").map((problem) => placed(problem, snapshot));
  const lacking = gaps.map(({ message }) => translated(message, snapshot.locale));
  return [...new Set([...imaginaryHosts(model, snapshot), ...errors, ...lacking])];
}

function placed({ message, file, span, line }: Problem, snapshot: WorkspaceSnapshot): string {
  const said = translated(message, snapshot.locale);
  if (file === undefined) return said;
  const path = file as FilePath;
  const at = line ?? (span && toLocation({ file: path, span }, snapshot.fs, snapshot.memo).range.start.line + 1);
  return `${snapshot.label(path)}${at === undefined ? "" : `:${at}`}: ${said}`;
}
