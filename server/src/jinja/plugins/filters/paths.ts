import { useUndefined } from "../../../python/convert";
import { fail, unknown } from "../../../python/failure";
import { PyTuple, TaggedText, typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { elements, isSequence } from "../elements";
import { filter } from "../signature";
import { className } from "./dicts";

/** Filters over paths that need no disk. Sources: ansible filter/core.py; CPython's posixpath and ntpath. */
export const pathFilters: Readonly<Record<string, Filter>> = {
  basename: filter("basename", [], (_context, value) => {
    const path = pathText(value);
    return path.slice(path.lastIndexOf("/") + 1);
  }),
  dirname: filter("dirname", [], (_context, value) => {
    const path = pathText(value);
    const head = path.slice(0, path.lastIndexOf("/") + 1);
    return /[^/]/.test(head) ? head.replace(/\/+$/, "") : head;
  }),
  splitext: filter("splitext", [], (_context, value) => new PyTuple(splitExtension(pathText(value)))),
  path_join: filter("path_join", [], (context, paths) => {
    if (paths instanceof Undefined) useUndefined(paths);
    if (typeof paths === "string") return paths;
    if (!isSequence(paths)) return fail(`|path_join expects string or sequence, got ${className(paths)} instead.`);
    const parts = elements(context, paths).map((part) => pathText(part));
    if (parts.length === 0) return fail("join() missing 1 required positional argument: 'a'");
    return joinPaths(parts);
  }),
  relpath: filter("relpath", [["start", null]], (_context, value, start) => {
    const path = pathText(value);
    if (path === "") return fail("no path specified");
    if (start === null) return unknown("The folder of the run is not known.", "disk");
    const from = pathText(start);
    if (!path.startsWith("/") || !from.startsWith("/")) return unknown("The folder of the run is not known.", "disk");
    const [a, b] = [parts(normalize(from)), parts(normalize(path))];
    let common = 0;
    while (common < a.length && a[common] === b[common]) common++;
    return [...a.slice(common).map(() => ".."), ...b.slice(common)].join("/") || ".";
  }),
  normpath: native("normpath", (_context, value) => normalize(pathText(value))),
  commonpath: native("commonpath", commonPath),
  win_basename: filter("basename", [], (_context, value) => windowsParts(pathText(value)).tail),
  win_dirname: filter("dirname", [], (_context, value) => windowsParts(pathText(value)).head),
  win_splitdrive: filter("splitdrive", [], (_context, value) => {
    const { drive, rest } = windowsDrive(pathText(value));
    return new PyTuple([drive, rest]);
  }),
};

/** A filter that ansible-core 2.14 does not have. */
function native(name: string, body: (context: EvaluationContext, value: Value) => Value): Filter {
  const own = filter(name, [], body);
  return (context, input, args) =>
    context.generation === "native" ? own(context, input, args) : fail(`Could not load "${name}": '${name}'`);
}

/** os.fspath */
function pathText(value: Value): string {
  if (value instanceof Undefined) useUndefined(value);
  if (value instanceof TaggedText) return value.text;
  return typeof value === "string" ? value : fail(`expected str, bytes or os.PathLike object, not ${typeName(value)}`);
}

function splitExtension(path: string): [string, string] {
  const name = path.lastIndexOf("/") + 1;
  const dot = path.lastIndexOf(".");
  if (dot <= name || /^\.*$/.test(path.slice(name, dot))) return [path, ""];
  return [path.slice(0, dot), path.slice(dot)];
}

/** os.path.join */
function joinPaths(paths: readonly string[]): string {
  return paths.reduce((path, next) => (next.startsWith("/") ? next : path === "" || path.endsWith("/") ? path + next : `${path}/${next}`));
}

/** os.path.normpath */
function normalize(path: string): string {
  if (path === "") return ".";
  const slashes = /^\/\/(?!\/)/.test(path) ? "//" : path.startsWith("/") ? "/" : "";
  const out: string[] = [];
  for (const part of parts(path)) {
    if (part === ".") continue;
    if (part !== ".." || (slashes === "" && out.length === 0) || out.at(-1) === "..") out.push(part);
    else out.pop();
  }
  return slashes + out.join("/") || ".";
}

function parts(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

function commonPath(context: EvaluationContext, value: Value): Value {
  if (value instanceof Undefined) useUndefined(value);
  if (!isSequence(value)) return fail(`|commonpath expects sequence, got ${className(value)} instead.`);
  const paths = elements(context, value).map((path) => pathText(path));
  if (paths.length === 0) return fail("commonpath() arg is an empty sequence");
  const absolute = paths.filter((path) => path.startsWith("/")).length;
  if (absolute !== 0 && absolute !== paths.length) return fail("Can't mix absolute and relative paths");
  const split = paths.map((path) => parts(path).filter((part) => part !== "."));
  const first = split[0] as string[];
  const end = first.findIndex((part, i) => split.some((other) => other[i] !== part));
  return (absolute ? "/" : "") + first.slice(0, end < 0 ? Math.min(...split.map((one) => one.length)) : end).join("/");
}

/** ntpath.splitdrive for drive letters and shares. */
function windowsDrive(path: string): { drive: string; rest: string } {
  const share = /^[\\/]{2}[^\\/]+[\\/][^\\/]+/.exec(path)?.[0];
  if (share !== undefined) return { drive: share, rest: path.slice(share.length) };
  if (/^[\\/]{2}/.test(path)) return unknown("This Windows path is not evaluated here.", "path");
  return path[1] === ":" ? { drive: path.slice(0, 2), rest: path.slice(2) } : { drive: "", rest: path };
}

function windowsParts(path: string): { head: string; tail: string } {
  const { drive, rest } = windowsDrive(path);
  const at = Math.max(rest.lastIndexOf("/"), rest.lastIndexOf("\\")) + 1;
  const head = rest.slice(0, at);
  return { head: drive + (head.replace(/[\\/]+$/, "") || head), tail: rest.slice(at) };
}
