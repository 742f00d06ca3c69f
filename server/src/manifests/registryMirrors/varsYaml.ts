import { reprFloat } from "../../python/text";
import { PyDict, type Value } from "../../python/values";
import { yaml } from "../quoting";

/** Variables as a file of group_vars that Ansible reads back as the same values: text with braces in it is marked as no template. */
export function varsYaml(values: ReadonlyMap<string, Value>): string {
  return [...values].map(([name, value]) => `${name}:${block(value, "")}\n`).join("");
}

/** Whether a value is one of those that YAML has: what Python makes besides (tuples, undefined, ...) cannot be written. */
export function isWritable(value: Value, depth = 0): boolean {
  if (depth > 20) return false;
  if (Array.isArray(value)) return value.every((one) => isWritable(one, depth + 1));
  if (value instanceof PyDict) return [...value.entries()].every(([key, one]) => isScalar(key) && isWritable(one, depth + 1));
  return isScalar(value);
}

function isScalar(value: Value): boolean {
  // Half a character has no form that YAML reads.
  if (typeof value === "string") return !/\p{Surrogate}/u.test(value);
  return value === null || ["boolean", "bigint", "number"].includes(typeof value);
}

/** What follows a colon. */
function block(value: Value, indent: string): string {
  if (Array.isArray(value) && value.length > 0) return value.map((one) => `\n${indent}  - ${item(one, `${indent}    `)}`).join("");
  if (value instanceof PyDict && value.size > 0) return `\n${members(value, `${indent}  `)}`;
  return ` ${scalar(value)}`;
}

/** What follows a hyphen. */
function item(value: Value, indent: string): string {
  if (value instanceof PyDict && value.size > 0) return members(value, indent).trimStart();
  if (Array.isArray(value) && value.length > 0) return `[${value.map(flow).join(", ")}]`;
  return scalar(value);
}

function members(dict: PyDict, indent: string): string {
  return [...dict.entries()].map(([key, value]) => `${indent}${keyText(key)}:${block(value, indent)}`).join("\n");
}

function flow(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (value instanceof PyDict) return `{${[...value.entries()].map(([key, one]) => `${keyText(key)}: ${flow(one)}`).join(", ")}}`;
  return scalar(value);
}

function keyText(key: Value): string {
  return typeof key === "string" && /^[a-z_]{3,}$/.test(key) && !["true", "false", "yes", "off", "null"].includes(key) ? key : scalar(key);
}

function scalar(value: Value): string {
  if (typeof value === "string") return /\{[{%#]/.test(value) ? `!unsafe ${yaml(value)}` : yaml(value);
  if (typeof value === "number") return float(value);
  if (Array.isArray(value)) return "[]";
  if (value instanceof PyDict) return "{}";
  return String(value);
}

/** PyYAML takes `1e+300`, without a dot, for text. */
function float(value: number): string {
  if (Number.isFinite(value)) return reprFloat(value).replace(/^(-?\d+)e/, "$1.0e");
  return Number.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
}
