import type { Wording } from "../manifest";

/** What the playbook says to people: its comments and its failures. None may hold a template or a quote, for they stand in YAML. */
export const WORDS = {
  usage: {
    en: "ansible-playbook -i INVENTORY -e registry_cert_path=/path/to/registry-ca.crt add-registry-ca.yml\nWith --check first it changes nothing. The machines need Python: on Flatcar run it after kubespray's bootstrap.",
    zh: "ansible-playbook -i INVENTORY -e registry_cert_path=/path/to/registry-ca.crt add-registry-ca.yml\n先加 --check 运行则不作任何改动。目标机器需要 Python：Flatcar 请在 kubespray 的 bootstrap 之后运行。",
  },
  certificate: {
    en: "On the machine that runs Ansible; a relative path starts at this playbook.",
    zh: "位于运行 Ansible 的机器上；相对路径以本 playbook 所在目录为起点。",
  },
  registries: {
    en: "Each as it stands in image references, with its port: hub.example.com:5000.",
    zh: "与镜像引用中的写法相同，包括端口：hub.example.com:5000。",
  },
  runtime: {
    en: "What the inventory says of the host, else this release's default.",
    zh: "主机在 inventory 中的设置，否则为该版本的默认值。",
  },
  restart: { en: "Whether a container runtime that runs may be restarted.", zh: "是否允许重启正在运行的容器运行时。" },
  refresh: { en: "Update the store even where the CA is there already.", zh: "即使 CA 已存在也更新证书库。" },
  root: {
    en: "A folder in place of / for tests and images: files are laid down there and no command is run.",
    zh: "用于测试或制作镜像：代替 / 的目录，只写文件，不执行命令。",
  },
  families: {
    en: "Older versions of Ansible call some systems by their own name.",
    zh: "旧版本的 Ansible 会直接用发行版的名称称呼某些系统。",
  },
  debian: {
    en: "UOS counts as Debian to Ansible, but its server edition is built as Red Hat is.",
    zh: "Ansible 将 UOS 归为 Debian，但其服务器版与 Red Hat 同源。",
  },
  docker: {
    en: "Docker reads the CA of a registry at each pull, and a restart would stop its containers: it is restarted only where no registry is named.",
    zh: "Docker 每次拉取时都会读取镜像仓库的 CA，而重启会停止容器：只有未指定镜像仓库时才重启。",
  },
  badCertificate: {
    en: "registry_cert_path must name a CA certificate in PEM form, without any private key in it.",
    zh: "registry_cert_path 必须是 PEM 格式的 CA 证书，且其中不得含有私钥。",
  },
  unknownFamily: {
    en: "it is not known where this family of systems keeps its CAs. Known are ",
    zh: "不知道该系列系统的 CA 证书库在哪里。已知的有 ",
  },
  notUpdated: {
    en: "The system's store could not be updated, the CA was taken back. ",
    zh: "系统证书库更新失败，CA 已撤回。",
  },
} as const satisfies Readonly<Record<string, Wording>>;
