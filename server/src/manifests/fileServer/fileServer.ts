import { bundleFiles, PARTIAL } from "../bundle/bundleFiles";
import { shownUrl } from "../bundle/requestUrl";
import { checkFileServer } from "../checkFileServer";
import { headerLines } from "../header";
import { parseImage } from "../imageMapping";
import { type Generated, type Manifest, ManifestError, type ManifestRequest, type Note, say } from "../manifest";
import { nginx, sh } from "../quoting";
import { render } from "../render";
import composeTemplate from "../templates/file-server.compose.njk";
import nginxTemplate from "../templates/file-server.nginx.njk";
import { serverAddress } from "./serverAddress";
import { ABOUT_COMPOSE, ABOUT_NGINX, MESSAGES } from "./texts";

/**
 * An nginx that serves the folder of the bundle and takes nothing: base/host/path, where the overrides look for each file. The address
 * that the overrides are made for says which name, port, folder and whether TLS.
 */
export const fileServer: Manifest = {
  kind: "file-server",
  title: { en: "File server", zh: "文件服务器" },
  summary: {
    en: "An nginx configuration that serves the download bundle read-only, and a compose file that runs it",
    zh: "只读提供离线文件下载包的 nginx 配置，以及运行它的 compose 文件",
  },
  folder: "file-server",
  options: [
    {
      name: "file-server",
      type: "text",
      example: "https://files.example.com",
      help: {
        en: "The address below which your file server has the files; https:// makes it use a certificate (http:// on port 80, any name)",
        zh: "文件服务器的地址；https:// 表示使用证书（默认为 http、80 端口、任意主机名）",
      },
      check: checkFileServer,
    },
    {
      name: "files-folder",
      type: "text",
      default: "/srv/files",
      example: "/srv/files",
      help: { en: "Where the files lie on the server", zh: "文件在服务器上的目录" },
      check: checkFolder,
    },
    {
      name: "nginx-image",
      type: "text",
      default: "docker.io/library/nginx:1",
      example: "docker.io/library/nginx:1",
      help: { en: "The image of nginx", zh: "nginx 使用的镜像" },
      check: (value) => (parseImage(value) ? undefined : { en: "this is no image reference", zh: "这不是镜像引用" }),
    },
  ],
  generate,
};

function generate(request: ManifestRequest): Generated {
  const { options, locale } = request;
  const address = serverAddress(options.text("file-server"));
  if (address === undefined)
    throw new ManifestError({
      en: "nginx has no way to write the path of the file server's address",
      zh: "nginx 无法表示文件服务器地址中的路径",
    });
  const root = (options.text("files-folder") ?? "").replace(/(?<=.)\/+$/, "");
  const image = sh(options.text("nginx-image") ?? "");
  const header = headerLines(request, "file-server");
  const words = (lines: typeof ABOUT_NGINX) => lines.map((wording) => say(wording, locale));
  const context = {
    ...address,
    header,
    about: words(ABOUT_NGINX),
    text: Object.fromEntries(Object.entries(MESSAGES).map(([name, wording]) => [name, say(wording, locale)])),
    root,
    alias: `${root === "/" ? "" : root}/`,
    partialPattern: PARTIAL.replace(".", "\\."),
  };
  const compose = {
    header,
    about: words(ABOUT_COMPOSE),
    image: options.text("nginx-image"),
    published: `${address.port}:${address.port}`,
    root,
    tls: address.tls,
  };
  return {
    files: [
      { path: "nginx.conf", text: render(nginxTemplate, context) },
      { path: "compose.yml", text: render(composeTemplate, compose) },
    ],
    notes: unserved(request),
    gaps: [],
    steps: [
      {
        where: "connected",
        text: {
          en: "Take the image of nginx along, unless the file server is an nginx that is there already",
          zh: "保存 nginx 镜像并一同带走；若文件服务器上已有 nginx 则不需要",
        },
        command: `docker pull ${image} && docker save -o nginx-image.tar ${image}`,
        needs: ["docker"],
      },
      ...(address.tls
        ? [
            {
              where: "site" as const,
              text: {
                en: "Put the file server's certificate and its key into file-server/tls, as files.crt and files.key (without docker: into /etc/nginx/tls)",
                zh: "把文件服务器的证书和私钥以 files.crt 与 files.key 为名放入 file-server/tls（不用 docker 时放入 /etc/nginx/tls）",
              },
            },
          ]
        : []),
      {
        where: "site",
        text: {
          en: `Serve the files. With an nginx that is there already: the content of bundle/files goes to ${root}, nginx.conf to /etc/nginx/conf.d/files.conf. With docker`,
          zh: `提供文件。若已有 nginx：bundle/files 的内容放到 ${root}，nginx.conf 放到 /etc/nginx/conf.d/files.conf。若用 docker`,
        },
        command: "docker load -i nginx-image.tar && docker compose up -d",
        needs: ["docker compose/nginx"],
      },
    ],
  };
}

/** Files whose address does not become their place by putting the server in front: wget -x calls them otherwise, or they are hidden. */
function unserved({ model }: ManifestRequest): readonly Note[] {
  const { files } = bundleFiles(model.lists({ all: true }).files, new Map());
  return files.flatMap(({ url, path }): Note[] => {
    const hidden = path.includes("/.") || path.endsWith(PARTIAL);
    if (!hidden && !/[?%]/.test(path)) return [];
    const message = hidden
      ? {
          en: `${shownUrl(url)} is not served: its name is one of a hidden or unfinished file`,
          zh: `${shownUrl(url)} 不会被提供：其名称属于隐藏或未完成的文件`,
        }
      : {
          en: `${shownUrl(url)} is called ${path} in the bundle: ask for it by that name, encoded`,
          zh: `${shownUrl(url)} 在下载包中名为 ${path}：请以该名称（编码后）访问`,
        };
    return [{ severity: "warning", message }];
  });
}

function checkFolder(value: string) {
  try {
    nginx(value);
  } catch {
    return { en: "nginx has no way to write $", zh: "nginx 无法表示 $" };
  }
  return value.startsWith("/") ? undefined : { en: "a folder from / on is needed", zh: "需要以 / 开头的目录" };
}
