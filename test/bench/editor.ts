/**
 * `npm run bench:editor [-- --keys 1000 --hosts 5 --tree DIR --side-by-side | --other DIR]`: the language server under a fast typist.
 * `--side-by-side`: @ansible/ansible-language-server types the same file in the same run; it is installed from npm into a cache of the user's.
 * `--other`: a folder that has it installed. `--limit`: milliseconds for a single request.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { shared } from "../support/sharedPath";
import { benchEditor } from "./benchEditor";

const { values } = parseArgs({
  options: {
    keys: { type: "string", default: "1000" },
    hosts: { type: "string", default: "5" },
    tree: { type: "string" },
    other: { type: "string" },
    "side-by-side": { type: "boolean", default: false },
    limit: { type: "string", default: "10000" },
  },
});
benchEditor({
  tree: values.tree ? resolve(values.tree) : (shared("kubespray/v2.31.0/tree") ?? resolve("example/kubespray")),
  keys: Number(values.keys),
  hosts: Number(values.hosts),
  limit: Number(values.limit),
  ...(values.other ? { other: { folder: resolve(values.other) } } : values["side-by-side"] ? { other: {} } : {}),
}).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
