/**
 * What an unquoted scalar is taken for: PyYAML's resolver (yaml/resolver.py), which follows neither YAML 1.1 nor 1.2 (`y` is text, `0o7` is
 * text, `1:30` is a number).
 */
export function implicitTag(text: string): string {
  switch (firstCharacter(text)) {
    case "letter":
      return BOOLEAN.test(text) ? BOOLEAN_TAG : NULL.test(text) ? NULL_TAG : STRING_TAG;
    case "number":
      return FLOAT.test(text) ? FLOAT_TAG : INTEGER.test(text) ? INTEGER_TAG : TIMESTAMP.test(text) ? TIMESTAMP_TAG : STRING_TAG;
    case "special":
      return NULL.test(text)
        ? NULL_TAG
        : /^<<\n?$/.test(text)
          ? MERGE_TAG
          : /^=\n?$/.test(text)
            ? VALUE_TAG
            : /^[!&*]\n?$/.test(text)
              ? `${PREFIX}yaml`
              : STRING_TAG;
    case "text":
      return STRING_TAG;
  }
}

const PREFIX = "tag:yaml.org,2002:";
export const STRING_TAG = `${PREFIX}str`;
export const SEQUENCE_TAG = `${PREFIX}seq`;
export const MAPPING_TAG = `${PREFIX}map`;
export const NULL_TAG = `${PREFIX}null`;
export const BOOLEAN_TAG = `${PREFIX}bool`;
export const INTEGER_TAG = `${PREFIX}int`;
export const FLOAT_TAG = `${PREFIX}float`;
export const TIMESTAMP_TAG = `${PREFIX}timestamp`;
export const BINARY_TAG = `${PREFIX}binary`;
export const SET_TAG = `${PREFIX}set`;
export const OMAP_TAG = `${PREFIX}omap`;
export const PAIRS_TAG = `${PREFIX}pairs`;
/** `<<` and `=`, which have no value of their own. */
export const MERGE_TAG = `${PREFIX}merge`;
export const VALUE_TAG = `${PREFIX}value`;

/** Only some first characters can begin anything but text. */
function firstCharacter(text: string): "letter" | "number" | "special" | "text" {
  if (text === "") return "special";
  const c = text.charCodeAt(0);
  if ((c >= 48 && c <= 57) || c === 43 || c === 45 || c === 46) return "number";
  const lower = c | 32;
  if (lower >= 97 && lower <= 122) return "ynfto".includes(String.fromCharCode(lower)) && text.length <= 6 ? "letter" : "text";
  return c === 126 || c === 60 || c === 61 || c === 33 || c === 38 || c === 42 ? "special" : "text";
}

// Python's `$` also matches before a last line feed, which only a value tagged `!` can have.
const BOOLEAN = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)\n?$/;
const NULL = /^(?:~|null|Null|NULL|)\n?$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\n?$/;
const INTEGER = /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)\n?$/;
const TIMESTAMP =
  /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)\n?$/;
