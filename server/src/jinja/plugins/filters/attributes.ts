import { useUndefined } from "../../../python/convert";
import { member } from "../../../python/members";
import { str } from "../../../python/text";
import { Undefined } from "../../../python/values";
import type { Filter } from "../../context";
import { filter } from "../signature";

/** `attr`: an attribute and never an item. Source: jinja2/filters.py, do_attr. */
export const attributeFilters: Readonly<Record<string, Filter>> = {
  attr: filter("do_attr", ["name"], (context, object, name) => {
    if (object instanceof Undefined) return context.generation === "native" ? useUndefined(object) : object;
    const found = member(object, str(name), { budget: context.budget, mayChange: false });
    return found ?? context.attribute(null, str(name));
  }),
};
