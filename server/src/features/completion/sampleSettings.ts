import type { FilePath } from "../../files/fileSystem";
import { baseName, extensionOf } from "../../files/paths";
import { documentationOf } from "../../kubespray/documentation";
import type { FeatureContext } from "../feature";

/**
 * The settings that kubespray's sample inventory shows, commented out or not: their explanations, examples of their values, and names
 * such as `files_repo` that no role has a default for.
 */
export interface SampleSetting {
  readonly name: string;
  /** `addons.yml`: where such a setting usually stands. */
  readonly fileName: string;
  /** Behind the colon, without a comment; empty for a value on the lines below. */
  readonly value: string;
  /** The lines below, as they would stand in a file. */
  readonly block: readonly string[];
  readonly active: boolean;
  readonly documentation?: string;
}

const MOST_FILES = 200;

/** One list for each file, the same object as long as the file's text is. */
export function readSample(context: FeatureContext, sample: FilePath): readonly (readonly SampleSetting[])[] {
  return sampleFiles(context, `${sample}/group_vars`, 0).flatMap((path) => {
    const read = context.fs.read(path);
    return read.ok ? [context.memo.of("completion-sample", path, read.text, () => sampleSettings(read.text, baseName(path)))] : [];
  });
}

function sampleFiles(context: FeatureContext, folder: FilePath, depth: number): readonly FilePath[] {
  if (depth > 3) return [];
  return (context.fs.list(folder) ?? [])
    .flatMap(({ name, kind }) => {
      const path = `${folder}/${name}` as FilePath;
      if (kind === "directory") return sampleFiles(context, path, depth + 1);
      return [".yml", ".yaml"].includes(extensionOf(name)) ? [path] : [];
    })
    .slice(0, MOST_FILES);
}

const SETTING = /^(#{0,2} ?)([a-z][a-z0-9_]*):(?:[ \t]+(.*?))?[ \t]*$/;

export function sampleSettings(text: string, fileName: string): readonly SampleSetting[] {
  const out: SampleSetting[] = [];
  const lines = text.split(/\r?\n/);
  let comment: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as string;
    const setting = SETTING.exec(line);
    const value = setting?.[3]?.replace(/(^|\s)#.*$/, "") ?? "";
    if (setting && isSetting(setting[1] as string, setting[2] as string, value)) {
      const [, prefix = "", name = ""] = setting;
      const block = value === "" ? blockBelow(lines, i + 1, prefix) : [];
      const documentation = documentationOf(comment.length > 0 ? comment.join("\n") : undefined);
      out.push({ name, fileName, value, block, active: prefix === "", ...(documentation !== undefined && { documentation }) });
      i += block.length;
      comment = [];
    } else if (line.startsWith("#")) comment.push(line.replace(/^#+ ?/, ""));
    else comment = [];
  }
  return out;
}

/** `# example: prose` is no setting. */
function isSetting(prefix: string, name: string, value: string): boolean {
  if (prefix === "") return true;
  return name.includes("_") && (/^["'[{]/.test(value) || !/\S\s+\S/.test(value));
}

/** The lines that belong to a setting without a value on its own line, without the comment sign. */
function blockBelow(lines: readonly string[], from: number, prefix: string): readonly string[] {
  const out: string[] = [];
  for (const line of lines.slice(from)) {
    if (prefix.startsWith("#") !== line.startsWith("#")) break;
    const content = prefix === "" ? line : line.replace(/^#+/, "");
    const indent = /^ */.exec(content)?.[0].length ?? 0;
    const body = content.slice(indent);
    if (body === "" || (indent < (prefix === "" ? 1 : 2) && !/^-( |$)/.test(body))) break;
    if (out.length === 0 && !/^-( |$)|^[\w./"'-]+:( |$)/.test(body)) break;
    out.push(content);
  }
  const least = Math.min(...out.map((line) => /^ */.exec(line)?.[0].length ?? 0));
  return out.map((line) => line.slice(least));
}
