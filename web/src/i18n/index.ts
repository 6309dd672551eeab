import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "@/api/types";
import type { vi } from "./vi";

const REMEMBERED = "cti.language";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof vi };
  }
}

function remembered(): Language {
  return localStorage.getItem(REMEMBERED) === "en" ? "en" : "vi";
}

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, "translation")) return;
  const words = language === "vi" ? (await import("./vi")).vi : (await import("./en")).en;
  i18next.addResourceBundle(language, "translation", words);
}

/** Set up translation in the language used last on this machine. */
export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: remembered(),
    fallbackLng: false,
    resources: {},
    interpolation: { escapeValue: false },
  });
  await switchLanguage(remembered());
}

/** Show the app in `language` from now on; the words are loaded when they are first needed. */
export async function switchLanguage(language: Language): Promise<void> {
  await load(language);
  localStorage.setItem(REMEMBERED, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

export const currentLanguage = (): Language => (i18next.language === "en" ? "en" : "vi");
