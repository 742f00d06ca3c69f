import type { ManifestRequest } from "./manifest";
import { name, version } from "./program";
import { comment } from "./quoting";

/**
 * The first lines of every generated text: what made it, from which inventory and which release. No date and no path of a machine, so that
 * the same inventory gives the same bytes everywhere.
 */
export function headerLines({ model, display }: Pick<ManifestRequest, "model" | "display">, kind: string): readonly string[] {
  const { inventory, kubespray, hosts } = model;
  const release = kubespray === undefined ? "kubespray not found" : `kubespray ${kubespray.release.name ?? "of an unknown release"}`;
  const source = display(inventory.file ?? inventory.folder);
  const counted = inventory.imaginary === undefined ? `${hosts.length} host${hosts.length === 1 ? "" : "s"}` : "imaginary hosts";
  return [`Made by ${name} ${version}: generate ${kind}`, `From ${source} (${counted}), ${release}`].map(comment);
}

/** The same as comments that begin with `#`. */
export function header(request: ManifestRequest, kind: string): string {
  return headerLines(request, kind)
    .map((line) => `# ${line}\n`)
    .join("");
}
