/** A group name with everything that no variable's name may hold replaced by `_` (ansible/inventory/group.py, to_safe_group_name). */
export function safeGroupName(name: string): string {
  return name.replace(/^[\p{Nd}]|[^\p{L}\p{N}_]/gu, "_");
}
