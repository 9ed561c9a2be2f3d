export const THEME_COOKIE = "headroom-theme";

const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** The theme a cookie asks for; anything unknown follows the system. */
export function themeFrom(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}

/** The theme that the toggle goes to next. */
export function nextTheme(theme: Theme): Theme {
  return themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
}
