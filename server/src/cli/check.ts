import { basename, dirname, resolve } from "node:path";
import type { Severity } from "../features/checks/check";
import { CHECKS } from "../features/checks/checks";
import { redact } from "../text/redact";
import { say, type Wording } from "../text/wording";
import { formatBaseline, GENERATOR, knownFindings } from "./baseline";
import { didYouMean } from "./closest";
import type { Call, Command } from "./command";
import { displayPath } from "./displayPath";
import { CommandError, EXIT, type ExitCode } from "./exitCodes";
import { CHECK_CODES, type CliFinding, collectFindings, rootFolder } from "./findings";
import { formatSarif } from "./formatSarif";
import { load } from "./load";
import { LOCALE_OPTION, localeOf } from "./locale";
import { choice } from "./parseCall";
import { replaceFiles } from "./replaceFiles";
import { count, table } from "./table";
import { printable, type Terminal } from "./terminal";

/** `check`: what is wrong with an inventory, as text, JSON or SARIF, with an exit code for pipelines. */
export const check: Command = {
  name: "check",
  usage: "",
  summary: "Finds settings that do nothing or make kubespray fail, before Ansible runs",
  options: [
    { name: "format", value: "FORMAT", help: "text (default), json or sarif (2.1.0)" },
    { name: "out", short: "o", value: "FILE", help: "write there instead of to standard output (-)" },
    { name: "fail-on", value: "LEVEL", help: "exit with 2 where a finding is this bad: error, warning (default), info, hint or never" },
    { name: "only", value: "CODE", multiple: true, help: "this check alone; may be repeated" },
    { name: "severity", value: "CODE=LEVEL", multiple: true, help: "off, hint, info, warning or error for a check; may be repeated" },
    { name: "hints", help: "show hints too (text only)" },
    { name: "baseline", value: "FILE", help: "findings that this file holds are known and do not count" },
    { name: "write-baseline", value: "FILE", help: "write all that is found now into this file, and exit with 0" },
    { name: "list", help: "the checks with what each finds, and nothing else" },
    LOCALE_OPTION,
  ],
  notes: `A comment in a file silences a check: "# kubespray: ignore CODE" behind a line or above a variable, "# kubespray: ignore-file CODE" for all of
it. Exit codes: 0 nothing found, 2 something found, 1 wrong usage, 3 the work could not be done.

  kubespray-inventory check -i inventory/prod --format sarif --out kubespray.sarif`,
  run,
};

const LEVELS = ["error", "warning", "info", "hint"] as const;

function run(call: Call, terminal: Terminal): ExitCode {
  const locale = localeOf(call, terminal);
  if (call.flag("list")) {
    const rows = CHECKS.map(({ code, severity, title }) => [code, severity, locale === "zh-cn" ? title.zh : title.en]);
    terminal.out(`${table(rows).join("\n")}\n`);
    return EXIT.ok;
  }
  const format = choice(call, "format", ["text", "json", "sarif"] as const);
  const failOn = call.text("fail-on") === undefined ? "warning" : choice(call, "fail-on", [...LEVELS, "never"] as const);
  for (const option of ["out", "baseline", "write-baseline"]) {
    if (call.text(option) === "") throw new CommandError(`--${option} is empty.`, "Give it a file, or leave it out.");
  }
  const codes = call.texts("only");
  for (const code of codes) checkCode(code);
  const loaded = load(call, terminal);
  const { inventory } = loaded.model;
  const root = rootFolder(inventory.folder, terminal.cwd);
  const findings = collectFindings(loaded, {
    locale,
    severities: severitiesOf(call),
    codes: codes.length === 0 ? undefined : new Set(codes),
    root,
  });

  const writeTo = call.text("write-baseline");
  if (writeTo !== undefined) {
    write(writeTo, formatBaseline(findings), findings.length, terminal);
    return EXIT.ok;
  }
  const baseline = call.text("baseline");
  const known = baseline === undefined ? new Set<CliFinding>() : knownFindings(findings, resolve(terminal.cwd, baseline));
  const open = findings.filter((finding) => !known.has(finding));

  const out = call.text("out") ?? "-";
  const text =
    format === "sarif"
      ? formatSarif(findings, known, CHECKS, locale)
      : format === "json"
        ? formatJson(findings, known)
        : formatText(open, known.size, { withHints: call.flag("hints"), locale }, out === "-" ? terminal : plain(terminal));
  write(out, text, open.length, terminal);
  const worst = failOn === "never" ? -1 : LEVELS.indexOf(failOn);
  return open.some(({ severity }) => LEVELS.indexOf(severity) <= worst) ? EXIT.incomplete : EXIT.ok;
}

function severitiesOf(call: Call): Record<string, string> {
  const found: Record<string, string> = {};
  for (const given of call.texts("severity")) {
    const [code = "", level = ""] = given.split("=", 2);
    checkCode(code);
    if (!["off", ...LEVELS].includes(level)) {
      throw new CommandError(
        `--severity ${given}: ${level || "nothing"} is no level.`,
        "The levels are off, hint, info, warning and error.",
      );
    }
    found[code] = level;
  }
  return found;
}

/** Problems of reading an inventory have codes of their own, with a known beginning. */
function checkCode(code: string): void {
  if (CHECK_CODES.includes(code) || /^(?:yaml|vars|ini|inventory|list|facts|ansible|no)-/.test(code)) return;
  throw new CommandError(`There is no check ${code}.`, didYouMean(code, CHECK_CODES) ?? "`check --list` names them all.");
}

interface TextOptions {
  readonly withHints: boolean;
  readonly locale: string;
}

/** A severity is the same word in every language, for other programs look for it; the summary is for people. */
function formatText(findings: readonly CliFinding[], known: number, { withHints, locale }: TextOptions, terminal: Terminal): string {
  const { red, yellow, dim, bold } = terminal.outStyle;
  const colour: Readonly<Record<Severity, (text: string) => string>> = { error: red, warning: yellow, info: dim, hint: dim };
  const shown = findings.filter(({ severity }) => withHints || severity !== "hint");
  const lines = shown.map(({ path, file, region, severity, code, message }) => {
    const place = path ?? file;
    const at = place === undefined ? "" : `${bold(printable(`${place}${region ? `:${region.startLine}:${region.startColumn}` : ""}`))}: `;
    return `${at}${colour[severity](severity)} ${printable(redact(message))} ${dim(`[${code}]`)}`;
  });
  const hidden = findings.length - shown.length;
  const more = [...(hidden > 0 ? [hiddenWords(hidden)] : []), ...(known > 0 ? [knownWords(known)] : [])].map((words) => say(words, locale));
  const counted = LEVELS.map((level) => [level, findings.filter(({ severity }) => severity === level).length] as const);
  const told = counted.filter(([, n]) => n > 0).map(([level, n]) => say(countWords(level, n), locale));
  const [comma, semicolon] = [say({ en: ", ", zh: "，" }, locale), say({ en: "; ", zh: "；" }, locale)];
  const total = findings.length === 0 ? say({ en: "Nothing found", zh: "未发现问题" }, locale) : told.join(comma);
  const summary = `${total}${more.length > 0 ? dim(`${semicolon}${more.join(semicolon)}`) : ""}`;
  return `${[...lines, ...(lines.length > 0 ? [""] : []), summary].join("\n")}\n`;
}

function hiddenWords(hints: number): Wording {
  return { en: `${count(hints, "hint")} not shown (--hints)`, zh: `${hints} 个提示未显示（--hints）` };
}

function knownWords(known: number): Wording {
  return { en: `${known} in the baseline`, zh: `基线中已有 ${known} 个` };
}

function countWords(level: Severity, n: number): Wording {
  const [noun, zh] = NOUNS[level];
  return { en: count(n, noun), zh: `${n} 个${zh}` };
}

const NOUNS: Readonly<Record<Severity, readonly [string, string]>> = {
  error: ["error", "错误"],
  warning: ["warning", "警告"],
  info: ["note", "信息"],
  hint: ["hint", "提示"],
};

function formatJson(findings: readonly CliFinding[], known: ReadonlySet<CliFinding>): string {
  const entries = findings.map((finding) => {
    const { code, severity, message, path, region, subject, related } = finding;
    const text = redact(message);
    return {
      code,
      severity,
      message: text,
      file: path ?? null,
      ...(region ?? { startLine: null }),
      subject: redact(subject),
      baseline: known.has(finding),
      ...(related.length > 0 && { related: related.map((one) => ({ file: one.path, ...one.region, message: redact(one.message) })) }),
    };
  });
  return `${JSON.stringify({ generator: GENERATOR, findings: entries }, null, 2)}\n`;
}

/** A file gets no colours. */
function plain(terminal: Terminal): Terminal {
  const same = (text: string) => text;
  const names = Object.keys(terminal.outStyle) as (keyof Terminal["outStyle"])[];
  return { ...terminal, outStyle: Object.fromEntries(names.map((name) => [name, same])) as unknown as Terminal["outStyle"] };
}

/** `-` is standard output. */
function write(to: string, text: string, findings: number, terminal: Terminal): void {
  if (to === "-") {
    terminal.out(text);
    return;
  }
  const path = resolve(terminal.cwd, to);
  replaceFiles(dirname(path), [{ name: basename(path), text }]);
  terminal.error(`Written: ${displayPath(path, terminal.cwd)} (${count(findings, "finding")})\n`);
}
