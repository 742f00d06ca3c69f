import { truthy, useUndefined } from "../../../python/convert";
import { fail, unknown } from "../../../python/failure";
import { compilePattern } from "../../../python/regex";
import { contains } from "../../../python/subscript";
import { str } from "../../../python/text";
import { TaggedText, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Test } from "../../context";
import { elements } from "../elements";
import { flags, patternText } from "../filters/regularExpressions";
import { test } from "../signature";
import { splitUrl } from "../urls";

/** `match`, `search`, `regex`, `truthy`, `falsy`, `uri`, `abs` and the tests that ask the disk of the run. Sources: ansible test/core.py, test/uri.py, test/files.py. */

const onDisk = (name: string): Test =>
  test(name, [["other", null]], () => unknown(`The test '${name}' asks the disk of the machine that runs Ansible.`, "disk"));
const absolute = test("isabs", [], (_context, value) => {
  if (value instanceof Undefined) useUndefined(value);
  return typeof value === "string" ? value.startsWith("/") : fail("expected str, bytes or os.PathLike object");
});

export const matchingTests: Readonly<Record<string, Test>> = {
  match: test(
    "match",
    [
      ["pattern", ""],
      ["ignorecase", false],
      ["multiline", false],
    ],
    (context, value, pattern, ignoreCase, multiline) => matches(context, value, pattern, ignoreCase, multiline, "match"),
  ),
  search: test(
    "search",
    [
      ["pattern", ""],
      ["ignorecase", false],
      ["multiline", false],
    ],
    (context, value, pattern, ignoreCase, multiline) => matches(context, value, pattern, ignoreCase, multiline, "search"),
  ),
  regex: test(
    "regex",
    [
      ["pattern", ""],
      ["ignorecase", false],
      ["multiline", false],
      ["match_type", "search"],
    ],
    (context, value, pattern, ignoreCase, multiline, type) => matches(context, value, pattern, ignoreCase, multiline, type),
  ),
  truthy: test("truthy", [["convert_bool", false]], (_context, value, convert) => truthy(converted(value, convert))),
  falsy: test("falsy", [["convert_bool", false]], (_context, value, convert) => !truthy(converted(value, convert))),
  vault_encrypted: test("vault_encrypted", [], (_context, value) => {
    // Classic templating gives the undefined value back, which fails where it is used.
    if (value instanceof Undefined) useUndefined(value);
    return value instanceof TaggedText && value.tag === "vault";
  }),
  uri: test("is_uri", [["schemes", null]], (context, value, schemes) => isUri(context, value, schemes)),
  url: test("is_url", [["schemes", null]], (context, value, schemes) => {
    if (!isUri(context, value, schemes) || typeof value !== "string") return false;
    const parts = splitUrl(value);
    return parts.netloc !== "" || parts.scheme === "file";
  }),
  urn: test("is_urn", [], (context, value) => isUri(context, value, ["urn"])),
  abs: absolute,
  is_abs: absolute,
  directory: onDisk("directory"),
  is_dir: onDisk("is_dir"),
  file: onDisk("file"),
  is_file: onDisk("is_file"),
  link: onDisk("link"),
  is_link: onDisk("is_link"),
  exists: onDisk("exists"),
  link_exists: onDisk("link_exists"),
  same_file: onDisk("same_file"),
  is_same_file: onDisk("is_same_file"),
  mount: onDisk("mount"),
  is_mount: onDisk("is_mount"),
  vaulted_file: onDisk("vaulted_file"),
};

function matches(context: EvaluationContext, value: Value, pattern: Value, ignoreCase: Value, multiline: Value, type: Value): boolean {
  const text = str(value);
  const compiled = compilePattern(patternText(pattern), flags(ignoreCase, multiline), context.budget);
  if (type === "match") return compiled.match(text) !== undefined;
  if (type === "fullmatch") return compiled.fullMatch(text) !== undefined;
  if (type === "findall") return compiled.findAll(text).length > 0;
  if (typeof type !== "string") return fail("attribute name must be string");
  return compiled.search(text) !== undefined;
}

const TRUE_WORDS = ["y", "yes", "on", "1", "true", "t"];
const FALSE_WORDS = ["n", "no", "off", "0", "false", "f"];

/** ansible.module_utils.parsing.convert_bool.boolean; what it refuses stays as it is. */
function converted(value: Value, convert: Value): Value {
  if (!truthy(convert) || typeof value === "boolean") return value;
  if (value instanceof Undefined) useUndefined(value);
  if (typeof value === "bigint" || typeof value === "number") return Number(value) === 1 ? true : Number(value) === 0 ? false : value;
  const word = typeof value === "string" ? value.toLowerCase().trim() : "";
  if (typeof value === "string" && TRUE_WORDS.includes(word)) return true;
  return typeof value === "string" && FALSE_WORDS.includes(word) ? false : value;
}

function isUri(context: EvaluationContext, value: Value, schemes: Value): boolean {
  if (value instanceof Undefined) return false;
  // Python's urlparse takes what is false (None, 0, an empty list) for an address of empty parts.
  if (typeof value !== "string") return !truthy(value) && !truthy(schemes);
  try {
    const { scheme } = splitUrl(value);
    if (!truthy(schemes)) return true;
    return typeof schemes === "string"
      ? schemes.includes(scheme)
      : elements(context, schemes).length > 0 && contains(schemes, scheme, context.budget);
  } catch {
    return false;
  }
}
