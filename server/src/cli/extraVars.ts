import { notUtf8 } from "../ansible/notUtf8";
import { type FilePath, type FileSystem, whyNotRead } from "../files/fileSystem";
import { join, toFilePath } from "../files/paths";
import { Failure } from "../python/failure";
import { PyDict, type Value } from "../python/values";
import { lineIndex } from "../text/lineIndex";
import type { Problem } from "../text/problem";
import type { Wording } from "../text/wording";
import { parseYaml } from "../yaml/parseYaml";
import { toValue } from "../yaml/toValue";
import { YamlFault } from "../yaml/yamlFault";
import { CommandError } from "./exitCodes";
import { keyValues } from "./keyValues";
import type { Terminal } from "./terminal";

/**
 * `-e` as Ansible reads it (ansible/utils/vars.py, load_extra_vars): KEY=VALUE pairs, `@FILE` (YAML or JSON), or a mapping written out.
 * A later one wins; a mapping is replaced whole.
 */
export interface ExtraVars {
  readonly values: ReadonlyMap<string, Value>;
  /** A broken file costs its own variables only; the answer may then be wrong, which the exit code says. */
  readonly problems: readonly CallProblem[];
}

/** What is wrong with the command line itself: the engine, whose sentences features/wording translates, has none for it. */
export interface CallProblem extends Problem {
  readonly wording?: Wording;
}

/** Throws CommandError for what is no extra variable at all. */
export function readExtraVars(fs: FileSystem, given: readonly string[], { cwd, environment }: Surroundings): ExtraVars {
  const values = new Map<string, Value>();
  const problems: CallProblem[] = [];
  for (const one of given) {
    if (one === "") continue;
    const part = one.startsWith("@") ? fromFile(fs, withHome(one.slice(1), environment), cwd, problems) : fromText(one, problems);
    // A key that is no text (`-e '{1: x}'`) can be named by no template.
    for (const [key, value] of part.entries()) if (typeof key === "string") values.set(key, value);
  }
  return { values, problems };
}

type Surroundings = Pick<Terminal, "cwd" | "environment">;

/** `@~/vars.yml`, which no shell expands and Ansible does (ansible/utils/path.py, unfrackpath). */
function withHome(name: string, { HOME }: Surroundings["environment"]): string {
  return HOME === undefined ? name : name.replace(/^~(?=\/|$)/, () => HOME);
}

function fromText(text: string, problems: CallProblem[]): PyDict {
  if (/^[/.]/.test(text)) throw new CommandError(`-e ${text} looks like a file.`, `Write -e @${text}`);
  if (/^[[{]/.test(text)) return mapping(text, `-e ${text}`, undefined, problems);
  const read = keyValues(text);
  if (read.ok) return new PyDict(read.pairs);
  if (read.reason === "unbalanced")
    throw new CommandError(`-e ${text}: a quote or a {{ block is not closed.`, "Quote the whole for the shell.");
  throw new CommandError(
    `-e ${text}: ${read.word} is no KEY=VALUE.`,
    "A value with spaces needs quotes of its own: -e \"key='two words'\"",
  );
}

function fromFile(fs: FileSystem, name: string, cwd: string, problems: CallProblem[]): PyDict {
  const path = join(toFilePath(cwd), name);
  const read = fs.read(path);
  if (!read.ok) {
    throw new CommandError(`-e @${name}: the file is not read: ${whyNotRead(read)}.`);
  }
  if (read.text.startsWith("$ANSIBLE_VAULT;")) {
    const message = "This file of extra variables is vaulted: its variables are missing here, and whatever uses them is not as in the run.";
    const zh = "这个额外变量文件已用 vault 加密：此处缺少其中的变量，用到它们的值与实际运行时不同。";
    problems.push({ severity: "error", code: "extra-vars-vaulted", message, wording: { en: message, zh }, file: path });
    return new PyDict();
  }
  const encoding = notUtf8(read);
  if (encoding) problems.push({ ...encoding, file: path });
  return mapping(read.text, `-e @${name}`, path, problems);
}

function mapping(text: string, what: string, file: FilePath | undefined, problems: CallProblem[]): PyDict {
  const { documents, problems: faults } = parseYaml(text);
  let value: Value = null;
  const found = [...faults];
  try {
    if (documents[0] && faults.length === 0) value = toValue(documents[0]);
  } catch (error) {
    if (error instanceof YamlFault) found.push({ severity: "error", code: error.code, message: error.message, span: error.span });
    else if (error instanceof Failure) found.push({ severity: "error", code: "extra-vars", message: error.message });
    else throw error;
  }
  if (found.length > 0) {
    const first = found[0] as Problem;
    const line = first.span === undefined ? undefined : lineIndex(text).positionAt(first.span.start).line + 1;
    if (file === undefined) throw new CommandError(`${what}: ${first.message}`);
    problems.push({ ...first, severity: "error", file, ...(line !== undefined && { line }) });
    return new PyDict();
  }
  if (value instanceof PyDict) return value;
  throw new CommandError(`${what} holds no mapping of variables to values.`, "Ansible takes nothing else as extra variables.");
}
