import { Link, Navigate, Outlet, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { NotFound } from "@/components/NotFound";
import classes from "./settings.module.css";
import { useSettingsPlaces } from "./settingsPlaces";

/** The settings area: its pages at the side, one of them open. */
export function SettingsLayout() {
  const { t } = useTranslation();
  const places = useSettingsPlaces();
  const { pathname } = useLocation();
  const [first] = places;
  if (!first) return <NotFound />;
  if (pathname === "/settings") return <Navigate to={first.to} replace />;
  return (
    <div className={classes.layout}>
      <nav className={classes.places} aria-label={t("settings.title")}>
        <h2 className={classes.title}>{t("settings.title")}</h2>
        {places.map((place) => (
          <Link key={place.to} to={place.to} className={classes.place}>
            {place.label(t)}
          </Link>
        ))}
      </nav>
      <div className={classes.page}>
        <Outlet />
      </div>
    </div>
  );
}
