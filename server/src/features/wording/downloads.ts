import type { Sentences } from "./translated";

/** Why something is downloaded or not, what may be missing, which rules apply: sentences of kubespray/. */
export const downloads: Sentences = {
  "skip_downloads is set": "已设置 skip_downloads",
  "it is not enabled{0}": "未启用{0}",
  "download_container is off: images are not fetched ahead": "download_container 已关闭：不预先获取镜像",
  "the host is in none of its groups ({0}) but in {1}": "该主机不在其任何组（{0}）中，而在 {1} 中",
  "no group": "无任何组",
  '"{0}" does not hold': "“{0}”不成立",
  "enabled, and the host is in {0}": "已启用，且该主机在 {0} 中",
  "enabled, and for {0}": "已启用，且用于 {0}",
  "enabled, and {0} downloads for all hosts (download_run_once)": "已启用，且由 {0} 为所有主机下载（download_run_once）",
  "the host is in none of {0}": "该主机不在 {0} 的任何一个中",
  '"{0}" cannot be evaluated: {1}': "“{0}”无法求值：{1}",
  "{0} fetches it": "由 {0} 获取",
  "downloads has no {0}": "downloads 中没有 {0}",
  "nothing is downloaded: kubespray's play runs on the groups k8s_cluster and etcd, which have no hosts here":
    "不下载任何内容：kubespray 的 play 在 k8s_cluster 和 etcd 组上运行，而这些组在此没有主机",
  "the run stops on {0}, for kubespray's list of downloads fails: {1}": "运行会在 {0} 上中止，因为 kubespray 的下载表出错：{1}",
  "nothing is known of what {0} downloads: {1}": "无法得知 {0} 下载什么：{1}",
  "kubeadm's own images are not known (made on {0}): {1}": "无法得知 kubeadm 自己的镜像（在 {0} 上生成）：{1}",
  "{0} on {1} is not known: {2}": "无法得知 {1} 上的 {0}：{2}",
  "{0} on {1} are not known: {2}": "无法得知 {1} 上的 {0}：{2}",
  "downloads on {0} is no table: nothing is known of what it names": "{0} 上的 downloads 不是表：无法得知其中的内容",
  "nothing is selected: {0}": "没有选择任何内容：{0}",
  "not in the table that the loop sees": "不在循环所见的表中",
  "the list of downloads cannot hold such a value": "下载表不能容纳这样的值",
  "The list of the download loop is no list but {0}.": "下载循环的列表不是列表，而是 {0}。",
  "its message cannot be rendered: {0}": "其消息无法生成：{0}",
  "its loop cannot be evaluated": "其循环无法求值",
  "{0} is a fact of the machine": "{0} 是机器的 fact",
  "{0} is known at run time only": "{0} 只有在运行时才能得知",
  "{0} is set by kubespray at run time": "{0} 由 kubespray 在运行时设置",
  "kubeadm's configuration is no YAML: {0}": "kubeadm 的配置不是 YAML：{0}",
  "as asked for": "按要求",
  "{0} asks for ansible-core {1}": "{0} 要求 ansible-core {1}",
  "{0} is written for ansible-core 2.19": "{0} 是为 ansible-core 2.19 编写的",
  "{0} is written for an ansible-core before 2.19": "{0} 是为 2.19 之前的 ansible-core 编写的",
  "No kubespray tree was found around this inventory: name the folder of a kubespray checkout of the release that you use, or clone it beside the inventory.":
    "在此 inventory 周围没有找到 kubespray 目录：请指定所用版本的 kubespray 源码目录，或将其克隆到 inventory 旁边。",
  "There is no folder {0}: name the folder of a kubespray checkout.": "没有目录 {0}：请指定 kubespray 源码的目录。",
  "{0} is no folder: name the folder of a kubespray checkout.": "{0} 不是目录：请指定 kubespray 源码的目录。",
  "{0} cannot be read: check its permissions.": "无法读取 {0}：请检查其权限。",
  '{0} is a submodule that was not checked out: run "git submodule update --init {1}" in {2}.':
    "{0} 是尚未检出的子模块：请在 {2} 中运行“git submodule update --init {1}”。",
  "{0} is empty: check kubespray out there, for example with git clone.": "{0} 为空：请在那里放入 kubespray 源码，例如用 git clone。",
  "{0} is no kubespray tree: it has no defaults in roles/kubespray_defaults, roles/kubespray-defaults or roles/download. Name the root of a kubespray checkout.":
    "{0} 不是 kubespray 目录：roles/kubespray_defaults、roles/kubespray-defaults 和 roles/download 中都没有默认值。请指定 kubespray 源码的根目录。",
  'The submodule {0} ({1}) is not checked out: run "git submodule update --init {2}" in {3}.':
    "子模块 {0}（{1}）尚未检出：请在 {3} 中运行“git submodule update --init {2}”。",
};
