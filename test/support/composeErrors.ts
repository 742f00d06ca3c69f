import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import Ajv from "ajv/dist/2019";
import addFormats from "ajv-formats";
import { parse } from "yaml";

/** What the compose specification has against a compose file; null where it takes it. */
export function composeErrors(text: string): unknown {
  const require = createRequire(import.meta.url);
  const schemas = join(require.resolve("schemastore/package.json"), "../schemas/json/raw.githubusercontent.com/compose-spec");
  // Its own names and that of its dialect are written in older ways than ajv takes; what refers to them does so by path.
  const schema = JSON.parse(readFileSync(join(schemas, "compose-spec/master/schema/compose-spec.json"), "utf8"), (key, value) =>
    (key === "id" || key === "$schema") && typeof value === "string" ? undefined : value,
  );
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  addFormats(ajv);
  ajv.validate(schema, parse(text));
  return ajv.errors;
}
