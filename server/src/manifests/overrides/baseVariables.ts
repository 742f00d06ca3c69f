import type { FilePath } from "../../files/fileSystem";
import type { Model } from "../../kubespray/model";
import { redact } from "../../text/redact";
import type { Wording } from "../../text/wording";
import { headerLines } from "../header";
import type { Mapping } from "../imageMapping";
import { ManifestError, type ManifestRequest, type Note, say } from "../manifest";
import { mergeVars, type VarsSection } from "./mergeVars";
import { hostsInPlay, type Mirror, type Need } from "./needs";
import type { Helper } from "./newValues";
import type { Placement } from "./placement";

/**
 * The two variables that all overrides begin with: the file server's address and the registry. Kubespray's own sample calls them
 * `files_repo` and `registry_host`; no task reads them. What they hold must be what every host sees, or the lines would lead elsewhere.
 */
export interface BaseVariables {
  readonly mirror: Mirror;
  readonly of: Readonly<Record<Need["kind"], Helper | undefined>>;
  /** Their lines. */
  readonly sections: readonly VarsSection[];
  /** The inventory with nothing but them: what is to be routed. */
  readonly before: Model;
  readonly notes: readonly Note[];
}

export const REGISTRY_VARIABLE = "registry_host";

interface BaseVariablesOptions {
  readonly request: ManifestRequest;
  readonly place: Placement;
  /** The file's text without an earlier block. */
  readonly own: string;
  readonly images: Mapping | undefined;
}

/** Throws ManifestError where there is no mirror, or the variables cannot hold it. */
export function baseVariables({ request, place, own, images }: BaseVariablesOptions): BaseVariables {
  const { options, model, locale } = request;
  const fileServer = options.text("file-server")?.replace(/\/+$/, "");
  if (fileServer === undefined && images === undefined) {
    throw new ManifestError(
      { en: "there is no mirror to lead to", zh: "没有可用的镜像站" },
      {
        en: "name your file server with --file-server, your registry with --registry, or both",
        zh: "请用 --file-server 指定文件服务器，用 --registry 指定镜像仓库，或两者都指定",
      },
    );
  }
  const variable = options.text("variable") ?? "files_repo";
  const file = fileServer === undefined ? undefined : { name: variable, value: fileServer };
  const image = images === undefined ? undefined : { name: REGISTRY_VARIABLE, value: images.registry };
  const wanted = [file, image].flatMap((helper) => helper ?? []);
  if (file?.name === image?.name) throw taken(variable, { en: `${variable} is to hold the registry`, zh: `${variable} 用于保存镜像仓库` });
  for (const { name } of wanted) {
    const [known] = model.catalog.definitions(name);
    if (known?.file !== undefined)
      throw taken(name, {
        en: `kubespray has a variable ${name} of its own (${request.display(known.file)})`,
        zh: `kubespray 已有变量 ${name}（${request.display(known.file)}）`,
      });
  }
  const comments = [say({ en: "Where everything comes from", zh: "一切内容的来源" }, locale)];
  const sections = [{ comments, entries: new Map(wanted.map(({ name, value }) => [name, value])) }];
  const texts = new Map([[place.file, mergeVars(own, { comments: headerLines(request, "overrides"), sections, at: undefined }).text]]);
  const before = request.variant(texts);
  for (const helper of wanted) refuseOther(request, before, helper, place.file);
  return { mirror: { fileServer, images }, of: { file, image }, sections, before, notes: notesOf(model, wanted) };
}

/** Every host must see the value, or the overrides would lead elsewhere. */
function refuseOther(request: ManifestRequest, before: Model, { name, value }: Helper, file: FilePath): void {
  for (const host of hostsInPlay(before)) {
    const resolved = before.resolve(host, name);
    if (resolved.state === "known" && resolved.value === value) continue;
    const [winner] = before.definitions(host, name);
    const where = winner?.file === undefined || winner.file === file ? undefined : `${request.display(winner.file)}:${winner.line}`;
    throw taken(
      name,
      where === undefined
        ? { en: `${name} cannot be set to ${redact(value)} for ${host}`, zh: `无法为 ${host} 将 ${name} 设为 ${redact(value)}` }
        : { en: `${where} sets ${name} for ${host} and beats what is set here`, zh: `${where} 为 ${host} 设置了 ${name}，优先级更高` },
    );
  }
}

function taken(name: string, wording: Wording): ManifestError {
  const remedy: Wording =
    name === REGISTRY_VARIABLE
      ? { en: "take that line away, or give it the same value", zh: "请删除那一行，或改为相同的值" }
      : { en: "take that line away, or give another name with --variable", zh: "请删除那一行，或用 --variable 换一个名称" };
  return new ManifestError(wording, remedy);
}

/** Other lines of the user's may begin with what these were. */
function notesOf(model: Model, helpers: readonly Helper[]): readonly Note[] {
  const [host] = hostsInPlay(model);
  return helpers.flatMap(({ name, value }): Note[] => {
    const [winner] = host === undefined ? [] : model.definitions(host, name);
    const old = winner?.raw();
    if (winner?.file === undefined || old === value || typeof old !== "string") return [];
    const [was, is] = [redact(old), redact(value)];
    return [
      {
        severity: "info",
        message: {
          en: `${name} was ${was} and becomes ${is}, for all lines that begin with it.`,
          zh: `${name} 由 ${was} 改为 ${is}，所有以它开头的行都随之改变。`,
        },
        file: winner.file,
        ...(winner.line !== undefined && { line: winner.line }),
      },
    ];
  });
}

/** What is wrong with a variable's name, or undefined. */
export function checkVariable(value: string): Wording | undefined {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(value) && !RESERVED.has(value)) return undefined;
  return {
    en: "a variable's name has letters, digits and underscores, and is no word of Jinja2 or Ansible",
    zh: "变量名只能由字母、数字和下划线组成，且不能是 Jinja2 或 Ansible 的保留字",
  };
}

/** Words of Jinja2's expressions, and names that Ansible puts above all variables or that templates call. */
const RESERVED: ReadonlySet<string> = new Set(
  "and or not in is if else elif for true false none True False None recursive lookup query q now omit range dict namespace cycler joiner lipsum self super caller loop varargs kwargs undef vars hostvars groups group_names inventory_hostname inventory_dir inventory_file playbook_dir environment".split(
    " ",
  ),
);
