/**
 * Variables that belong to a single machine: how Ansible reaches it (ansible/plugins/connection/ssh.py) and how kubespray tells its addresses
 * apart (kubespray's docs/ansible/vars.md and inventory.md). No role has a default for them.
 */
export interface HostVariable {
  readonly name: string;
  readonly about: { readonly en: string; readonly "zh-cn": string };
}

export const HOST_VARIABLES: readonly HostVariable[] = [
  variable("ansible_host", "The name or address by which Ansible reaches the machine.", "Ansible 连接该主机所用的名称或地址。"),
  variable("ip", "The address that services on this machine listen on and that other nodes use.", "本机服务监听、其他节点访问的地址。"),
  variable(
    "access_ip",
    "The address that other nodes use to reach this machine, if it is not `ip`.",
    "其他节点访问本机的地址（与 `ip` 不同时）。",
  ),
  variable("etcd_member_name", "The name of this machine among the members of etcd.", "本机在 etcd 成员中的名称。"),
  variable("ip6", "The IPv6 address, as `ip` is the IPv4 one.", "IPv6 地址，对应 IPv4 的 `ip`。"),
  variable("access_ip6", "The IPv6 address that other nodes use to reach this machine.", "其他节点访问本机的 IPv6 地址。"),
  variable("node_labels", "Labels of the Kubernetes node.", "Kubernetes 节点的标签。"),
  variable("node_taints", "Taints of the Kubernetes node.", "Kubernetes 节点的污点。"),
  variable("ansible_user", "The user to log in as.", "登录用户。"),
  variable("ansible_port", "The port of SSH.", "SSH 端口。"),
  variable("ansible_ssh_private_key_file", "The private key to log in with.", "登录所用的私钥文件。"),
  variable("ansible_connection", "How the machine is reached: `ssh`, `local`, ...", "连接方式：`ssh`、`local` 等。"),
  variable("ansible_become", "Whether to become another user, such as root.", "是否切换为其他用户（如 root）。"),
  variable("ansible_become_user", "The user to become.", "要切换到的用户。"),
  variable("ansible_python_interpreter", "The Python that Ansible runs on the machine.", "Ansible 在该主机上使用的 Python。"),
];

function variable(name: string, en: string, zh: string): HostVariable {
  return { name, about: { en, "zh-cn": zh } };
}
