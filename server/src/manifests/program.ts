/** The name and version that generated files carry in their first line. */
export { name, version } from "../../../package.json";
