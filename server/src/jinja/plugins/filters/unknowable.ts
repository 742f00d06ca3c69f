import { useUndefined } from "../../../python/convert";
import { unknown } from "../../../python/failure";
import { Undefined } from "../../../python/values";
import type { Filter } from "../../context";

/** Filters that exist, whose answer cannot be known before the run. Each says why. */
const REASONS: Readonly<Record<string, string>> = {
  random: "is random by nature",
  shuffle: "is random by nature",
  password_hash: "makes a salted hash at run time",
  vault: "encrypts at run time",
  unvault: "needs the vault's secret",
  fileglob: "asks the disk of the run",
  realpath: "asks the disk of the run",
  expanduser: "depends on the user of the run",
  expandvars: "depends on the environment of the run",
};

export const unknowableFilters: Readonly<Record<string, Filter>> = Object.fromEntries(
  Object.entries(REASONS).map(([name, reason]): [string, Filter] => [
    name,
    (_context, input) => (input instanceof Undefined ? useUndefined(input) : unknown(`The filter '${name}' ${reason}.`, "filter")),
  ]),
);
