import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { lostScripts } from "@/components/shell/lost-scripts";
import { Providers } from "@/components/shell/providers";
import { THEME_COOKIE, themeFrom } from "@/components/shell/theme";
import { NONCE_HEADER } from "@/lib/web/content-security-policy";
import "./globals.css";

const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  variable: "--font-inter",
  display: "swap",
});

const jetbrainsMono = localFont({
  src: [
    { path: "../node_modules/@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2", weight: "400" },
    { path: "../node_modules/@fontsource/jetbrains-mono/files/jetbrains-mono-latin-600-normal.woff2", weight: "600" },
  ],
  variable: "--font-jetbrains-mono",
  display: "swap",
  adjustFontFallback: false,
});

/** Every page is for somebody, and the nonce of its policy is for one response. */
export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  title: { default: "Headroom", template: "%s · Headroom" },
  description: "Runbooks that act: a war room for memory incidents.",
  robots: { index: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
};

/** The theme is read from a cookie on the server, so the first paint is already right without a script. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = themeFrom((await cookies()).get(THEME_COOKIE)?.value);
  const nonce = (await headers()).get(NONCE_HEADER) ?? "";
  return (
    <html
      lang="en"
      className={`${inter.variable} ${jetbrainsMono.variable}`}
      {...(theme === "system" ? {} : { "data-theme": theme })}
    >
      <head>
        <script nonce={nonce}>{lostScripts}</script>
      </head>
      <body className="font-sans">
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
