import "./styles/fonts.css";
import "./styles/mantine";
import "./styles/tokens.css";
import "./styles/base.css";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./app/api";
import { firstLocale, LanguageRoot } from "./app/language";
import { meQuery } from "./app/queries";
import { router } from "./app/router";
import { theme } from "./app/theme";
import { loadLanguage } from "./i18n";

const colours = localStorageColorSchemeManager({ key: "nitka.theme" });

// What the desk opens with is fetched side by side, not one after the other.
if (!/^\/desk\/(login|forgot|reset|invite)/.test(location.pathname)) {
  void queryClient.prefetchQuery(meQuery);
  void import("./shell/Shell");
  if (/^\/(desk(\/c\/.*)?)?$/.test(location.pathname)) void import("./inbox/Inbox");
}

async function start(root: HTMLElement): Promise<void> {
  const language = await loadLanguage(firstLocale());
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colours}>
        <LanguageRoot initial={language}>
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </LanguageRoot>
      </MantineProvider>
    </StrictMode>,
  );
}

void start(document.getElementById("root") as HTMLElement);
