import css from "./parts.module.css";

function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  return ((words[0]?.[0] ?? "") + (words[1]?.[0] ?? "")).toLocaleUpperCase() || "?";
}

export function Avatar({ name, size = 24 }: { name: string; size?: number }) {
  return (
    <span
      className={css.avatar}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.42) }}
      title={name}
      aria-hidden="true"
    >
      {initials(name)}
    </span>
  );
}
