import { Failure } from "../python/failure";
import type { Value } from "../python/values";
import type { Problem } from "../text/problem";
import { memo } from "./memo";
import { parsedVars } from "./parsedVars";
import { parsePart } from "./parsePart";
import type { TopLevelKey } from "./scanTopLevel";
import type { ValueOptions } from "./toValue";
import { valueStyle } from "./valueStyle";
import { addEntry, keyName } from "./varsEntries";
import type { VarsEntry, VarsFile } from "./varsFile";

/**
 * A file of variables of which only the top-level keys are known (see scanTopLevel). Each value is parsed alone; together the parts are
 * refused exactly where the whole is, so that a full parse is needed only to say what is wrong.
 */
export function scannedVars(text: string, keys: readonly TopLevelKey[], options: ValueOptions): VarsFile {
  const full = memo(() => parsedVars(text, options));
  const entries = new Map<string, VarsEntry>();
  const parts: (() => Value)[] = [];
  for (const key of keys) {
    const { name, isText } = keyName(key.source, key.quoted);
    const part = memo(() => parsePart(text, key.region, options));
    parts.push(part);
    const value = (): Value => {
      try {
        return part();
      } catch (failure) {
        // Not certain after all, if the whole can be read
        const whole = full();
        if (failure instanceof Failure && failure.kind === "error" && !whole.check()) return wholeValue(whole, name, failure);
        throw failure;
      }
    };
    const { keySpan, valueSpan, line, documentation } = key;
    const style = () => valueStyle(text, valueSpan);
    const entry = { name, isText, keySpan, valueSpan, line, value, style };
    addEntry(entries, documentation === undefined ? entry : { ...entry, documentation });
  }
  const check = memo((): Problem | undefined => (parts.every(canBeRead) ? undefined : full().check()));
  return { entries, problems: [], broken: undefined, check };
}

function wholeValue(whole: VarsFile, name: string, failure: Failure): Value {
  const entry = whole.entries.get(name);
  if (!entry) throw failure;
  return entry.value();
}

/** A part that Ansible could read though we cannot know its value does not break the file. */
function canBeRead(part: () => Value): boolean {
  try {
    part();
    return true;
  } catch (failure) {
    if (failure instanceof Failure) return failure.kind === "unknown" && failure.subject !== "budget";
    throw failure;
  }
}
