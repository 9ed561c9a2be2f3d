"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useSyncExternalStore } from "react";
import { nextTheme, THEME_COOKIE, type Theme, themeFrom } from "./theme";

const icons = { system: Monitor, light: Sun, dark: Moon };
const names = { system: "as the system", light: "light", dark: "dark" };

/** Light, dark, or as the system; the choice is kept in a cookie, so that the server paints it. */
export function ThemeToggle() {
  const theme = useSyncExternalStore(watchTheme, currentTheme, () => "system" as const);
  const Icon = icons[theme];
  return (
    <button
      type="button"
      onClick={() => applyTheme(nextTheme(theme))}
      aria-label={`Theme: ${names[theme]}. Change`}
      title={`Theme: ${names[theme]}`}
      className="grid size-(--control) place-items-center rounded-md text-mute hover:bg-raise hover:text-ink"
    >
      <Icon aria-hidden="true" className="size-4" />
    </button>
  );
}

function currentTheme(): Theme {
  return themeFrom(document.documentElement.dataset["theme"]);
}

function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

/** Sets the attribute and the cookie that the next page is painted from. */
export function applyTheme(theme: Theme): void {
  if (theme === "system") {
    delete document.documentElement.dataset["theme"];
  } else {
    document.documentElement.dataset["theme"] = theme;
  }
  const kept = theme === "system" ? "; max-age=0" : "; max-age=31536000";
  // biome's Cookie Store advice does not hold on plain http, where that interface is missing.
  Reflect.set(document, "cookie", `${THEME_COOKIE}=${theme}; path=/; samesite=lax${kept}`);
}
