import { Select, Switch, TextInput } from "@mantine/core";
import type { DayHours, Workspace } from "@nitka/api-client/types";
import { useMemo } from "react";
import { useLanguage } from "../i18n";
import css from "./settings.module.css";

type WorkingHours = Workspace["hours"];

/** Monday first, as the server keeps them; 1 January 2024 was a Monday. */
function dayNames(locale: string): string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
  return Array.from({ length: 7 }, (_, day) => format.format(new Date(Date.UTC(2024, 0, 1 + day))));
}

interface DayProps {
  name: string;
  day: DayHours;
  onChange(day: DayHours): void;
}

function Day({ name, day, onChange }: DayProps) {
  const { t } = useLanguage();
  const time = (edge: "from" | "to") => (
    <TextInput
      type="time"
      aria-label={`${name}: ${t(`hours.${edge}`)}`}
      disabled={!day.open}
      value={day[edge]}
      onChange={(event) => onChange({ ...day, [edge]: event.currentTarget.value })}
    />
  );
  return (
    <div className={css.day}>
      <Switch
        label={name}
        checked={day.open}
        onChange={(event) => onChange({ ...day, open: event.currentTarget.checked })}
      />
      {day.open ? (
        <>
          {time("from")}
          <span className="faint">–</span>
          {time("to")}
        </>
      ) : (
        <span className="faint">{t("hours.closed")}</span>
      )}
    </div>
  );
}

const NEW_DAY: DayHours = { open: true, from: "09:00", to: "18:00" };

export function Hours({ hours, onChange }: { hours: WorkingHours; onChange(hours: WorkingHours): void }) {
  const { locale, t } = useLanguage();
  const names = useMemo(() => dayNames(locale), [locale]);
  const zones = useMemo(() => {
    const known = Intl.supportedValuesOf("timeZone");
    return known.includes(hours.timezone) ? known : [hours.timezone, ...known];
  }, [hours.timezone]);
  const days = names.map((_, index) => hours.days[index] ?? { ...NEW_DAY, open: index < 5 });
  return (
    <>
      <Switch
        label={t("hours.always")}
        checked={hours.always}
        onChange={(event) => onChange({ ...hours, days, always: event.currentTarget.checked })}
      />
      {!hours.always && (
        <>
          <Select
            label={t("hours.zone")}
            searchable
            data={zones}
            value={hours.timezone}
            onChange={(timezone) => timezone && onChange({ ...hours, timezone })}
          />
          <div>
            {days.map((day, index) => (
              <Day
                key={names[index]}
                name={names[index] ?? ""}
                day={day}
                onChange={(changed) =>
                  onChange({ ...hours, days: days.map((one, at) => (at === index ? changed : one)) })
                }
              />
            ))}
          </div>
        </>
      )}
    </>
  );
}
