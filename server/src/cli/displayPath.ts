import { isAbsolute, relative, sep } from "node:path";

/** A path as people want to read it: relative to where they stand if it lies below or near it, else absolute. */
export function displayPath(path: string, cwd: string): string {
  const short = relative(cwd, path).split(sep).join("/");
  if (short === "") return ".";
  if (isAbsolute(short) || short.startsWith("../../..")) return path;
  return short;
}
