import type { Engine } from "../jinja/engine";
import { truthy } from "../python/convert";
import { str } from "../python/text";
import { PyObject, type Value } from "../python/values";
import type { DownloadRules } from "./downloadRules";
import type { Artifact } from "./model";
import { entry } from "./taskScope";

/**
 * What the task file that the loop includes would fetch for the variable `download`: an image by tag or digest
 * (roles/download/tasks/set_container_facts.yml, the same in all releases) or a file (download_file.yml). Throws Failure where a field
 * that it needs fails.
 */
export function artifactOf(engine: Engine, rules: DownloadRules, download: Value, isImage: boolean): Artifact {
  if (isImage) return imageOf(engine);
  const checksum = engine.template(rules.checksum);
  return {
    url: str(entry(download, "url") ?? null),
    dest: str(entry(download, "dest") ?? null),
    checksum: isOmitted(checksum) ? undefined : str(checksum),
  };
}

/** The same for plain texts, which no template and no generation of Ansible changes; undefined where the evaluator has to say. */
export function plainArtifact(rules: DownloadRules, download: Value, isImage: boolean): Artifact | undefined {
  const field = (name: string) => plainText(entry(download, name));
  if (isImage) {
    const digest = entry(download, "sha256");
    const [repository, tag] = [field("repo"), field("tag")];
    if (repository === undefined || tag === undefined) return undefined;
    return digest === undefined || digest === "" || digest === null ? { image: `${repository}:${tag}`, pullByDigest: false } : undefined;
  }
  const [url, dest] = [field("url"), field("dest")];
  const checksum = rules.checksum === "{{ download.checksum }}" ? field("checksum") : sha256(rules, field("sha256"));
  return url === undefined || dest === undefined || checksum === undefined ? undefined : { url, dest, checksum };
}

function sha256(rules: DownloadRules, sum: string | undefined): string | undefined {
  const known = rules.checksum === "{{ 'sha256:' + download.sha256 if download.sha256 else omit }}";
  return known && sum !== undefined ? `sha256:${sum}` : undefined;
}

/** A text that holds no template and that templating takes for no list, dict or bool. */
function plainText(value: Value | undefined): string | undefined {
  return typeof value === "string" && /^[\w:/@.+~-]+$/.test(value) && !/^(?:True|False|__omit)/.test(value) ? value : undefined;
}

function imageOf(engine: Engine): Artifact {
  const digest = engine.template("{{ download.sha256 is defined and download.sha256 }}");
  const pullByDigest = truthy(digest);
  const image = engine.template(
    pullByDigest ? "{{ download.repo }}@sha256:{{ download.sha256 }}" : "{{ download.repo }}:{{ download.tag }}",
  );
  return { image: str(image), pullByDigest };
}

/** `omit` takes the argument away: a text that Ansible makes up for the run, an object from ansible-core 2.19 on. */
function isOmitted(value: Value): boolean {
  return value === null || value instanceof PyObject || str(value).startsWith("__omit_place_holder__");
}
