import type { Note } from "../manifests/manifest";
import { redact } from "../text/redact";
import { say } from "../text/wording";
import type { Loaded } from "./load";
import type { Locale } from "./locale";
import { fileLine } from "./places";
import { printable, type Terminal } from "./terminal";

/** More than this is a flood. */
const MOST = 40;

/** What a generator has to tell beside its files, on standard error: warnings first, each once. */
export function reportNotes(notes: readonly Note[], locale: Locale, loaded: Loaded, terminal: Terminal): void {
  const { yellow, dim } = terminal.errorStyle;
  const words = locale === "en" ? { warning: "warning: ", info: "note: " } : { warning: "警告：", info: "信息：" };
  const sorted = [...notes].sort((a, b) => Number(a.severity === "info") - Number(b.severity === "info"));
  const lines = sorted.map(({ severity, message, file, line }) => {
    const place = fileLine(file, line, loaded);
    const word = severity === "warning" ? yellow(words.warning) : dim(words.info);
    return `${place === undefined ? "" : `${printable(redact(place))}: `}${word}${printable(redact(say(message, locale)))}\n`;
  });
  const told = [...new Set(lines)];
  terminal.error(told.slice(0, MOST).join(""));
  const more = told.length - MOST;
  if (more > 0) terminal.error(`${say({ en: `... and ${more} more`, zh: `……另有 ${more} 条` }, locale)}\n`);
}
