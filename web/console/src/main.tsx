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
import { router } from "./app/router";
import { theme } from "./app/theme";
import { loadLanguage } from "./i18n";

const colours = localStorageColorSchemeManager({ key: "nitka.theme" });

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
