import { inRanges } from "../../kubespray/releaseFacts/releaseFacts";
import { PyDict, type Value } from "../../python/values";
import type { Wording } from "../../text/wording";
import { shortPath } from "../places";
import type { Check, CheckContext, Finding } from "./check";
import { type KnownNames, knowingNames } from "./knownNames";
import { type Setting, settingsOf } from "./settings";
import { type TreeLine, treeLines } from "./treeLines";

/** A list where this release reads a map, or the other way round: most often what an older release wanted. */
export const changedShape: Check = {
  code: "changed-shape",
  severity: "warning",
  title: { en: "A value of another shape", zh: "值的结构不符" },
  summary: {
    en: "A list, map or single value where this release of kubespray reads another one, as an earlier release may have wanted it.",
    zh: "值是列表、字典或单个值，而此 kubespray 版本需要另一种结构（可能是旧版本的写法）。",
  },
  run,
};

type Shape = "scalar" | "list" | "map";

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const names = yield* knowingNames(context);
  const differing: { readonly setting: Setting; readonly given: Shape; readonly wanted: Shape }[] = [];
  for (const [i, setting] of settingsOf(context).entries()) {
    if (i % AT_ONCE === 0) yield undefined;
    if (!canDiffer(setting)) continue;
    const wanted = wantedShape(names, setting.variable.name);
    const given = wanted && shapeOfSetting(setting);
    if (wanted !== undefined && given !== undefined && given !== wanted) differing.push({ setting, given, wanted });
  }
  // How the roles read a value is asked only where it decides: between lists and maps.
  const open = differing.filter(({ given, wanted }) => given !== "scalar" && wanted !== "scalar");
  const lines = yield* treeLines(
    context,
    open.map(({ setting }) => setting.variable.name),
  );
  for (const { setting, given, wanted } of differing) {
    yield undefined;
    const { name } = setting.variable;
    if (hasHistory(names, name, given) || isRead(lines, name, given, wanted)) yield finding(context, setting, given, wanted, names);
  }
}

const AT_ONCE = 20;

/** INI has no lists of its own to speak of. */
function canDiffer({ variable }: Setting): boolean {
  return variable.syntax === "yaml" && variable.valueSpan.end > variable.valueSpan.start;
}

/** What every default of the tree has; undefined where they differ, are templates or say nothing. */
function wantedShape({ facts, release, inRoles }: KnownNames, name: string): Shape | undefined {
  const shapes = new Set(inRoles(name).map((one) => shapeOf(one.raw())));
  const [only] = shapes;
  if (shapes.size === 1) return only;
  if (shapes.size > 1 || release === undefined) return undefined;
  const known = [...(facts.name(name)?.shapes ?? [])].filter(([, ranges]) => inRanges(ranges, release));
  return known.length === 1 ? known[0]?.[0] : undefined;
}

/** Another release had a default of the shape that is given, and this one's is more than an empty list or map, which says little. */
function hasHistory({ facts, release, inRoles }: KnownNames, name: string, given: Shape): boolean {
  const ranges = facts.name(name)?.shapes.get(given);
  if (release === undefined || ranges === undefined || inRanges(ranges, release)) return false;
  return inRoles(name).every((one) => !isEmpty(one.raw()));
}

/**
 * A default alone, empty as it is most often, leaves open what else is taken (a loop of Jinja2 takes lists and maps): the way in which the
 * roles read it has to fail for what is given.
 */
function isRead(lines: readonly TreeLine[], name: string, given: Shape, wanted: Shape): boolean {
  if (given === "scalar" || wanted === "scalar") return false;
  const asMap = new RegExp(
    `(?<![\\w.])${name}(?:\\.(?:items|keys|values)\\(|\\s*\\|\\s*(?:dict2items|combine)\\b)|with_dict:\\s*["']\\{\\{\\s*${name}\\b`,
  );
  const asList = new RegExp(`(?:loop|with_items):\\s*["']\\{\\{\\s*${name}\\s*(?:\\}\\}|\\|\\s*(?:flatten|unique))`);
  return lines.some(({ name: of, text }) => of === name && (wanted === "map" ? asMap : asList).test(text));
}

function shapeOfSetting({ variable }: Setting): Shape | undefined {
  try {
    const value = variable.value();
    return isEmpty(value) ? undefined : shapeOf(value);
  } catch {
    return undefined;
  }
}

function isEmpty(value: Value): boolean {
  return value === "" || (Array.isArray(value) && value.length === 0) || (value instanceof PyDict && value.size === 0);
}

function shapeOf(value: Value): Shape | undefined {
  if (Array.isArray(value)) return "list";
  if (value instanceof PyDict) return "map";
  if (typeof value === "string") return value.includes("{{") || value.includes("{%") ? undefined : "scalar";
  return typeof value === "boolean" || typeof value === "bigint" || typeof value === "number" ? "scalar" : undefined;
}

const WORDS: Readonly<Record<Shape, Wording>> = {
  scalar: { en: "a single value", zh: "单个值" },
  list: { en: "a list", zh: "列表" },
  map: { en: "a map", zh: "字典" },
};

function finding(
  context: CheckContext,
  { file, variable }: Setting,
  given: Shape,
  wanted: Shape,
  { facts, release, inRoles }: KnownNames,
): Finding {
  const { name, keySpan } = variable;
  const since = release === undefined ? undefined : sinceWhen(facts.name(name)?.shapes.get(wanted) ?? [], release);
  const was =
    release === undefined
      ? false
      : facts
          .name(name)
          ?.shapes.get(given)
          ?.some(([, last]) => last < release) === true;
  const when =
    since === undefined || !was
      ? { en: "in this release", zh: "此版本中" }
      : { en: `since ${facts.releases[since]}`, zh: `自 ${facts.releases[since]} 起` };
  const standard = inRoles(name).find((one) => one.file !== undefined);
  const place = standard?.file === undefined ? "roles" : `${shortPath(context, standard.file)}:${standard.line ?? 1}`;
  return {
    file: file.document.path,
    span: keySpan,
    subject: name,
    message: {
      en: `${name} is ${WORDS[given].en} here; ${when.en} kubespray wants ${WORDS[wanted].en}. Write it like the default in ${place}.`,
      zh: `此处 ${name} 是${WORDS[given].zh}；${when.zh} kubespray 需要${WORDS[wanted].zh}。请参照 ${place} 中的默认值来写。`,
    },
  };
}

function sinceWhen(ranges: readonly (readonly [number, number])[], release: number): number | undefined {
  return ranges.find(([first, last]) => release >= first && release <= last)?.[0];
}
