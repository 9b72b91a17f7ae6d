import { TextInput } from "@mantine/core";
import { useT } from "../i18n";

interface Props {
  value: string;
  onChange(value: string): void;
}

/** The address that one signs in with; the browser offers those it knows. */
export function Email({ value, onChange }: Props) {
  const t = useT();
  return (
    <TextInput
      size="sm"
      label={t("auth.email")}
      type="email"
      name="email"
      autoComplete="username"
      required
      withAsterisk={false}
      autoFocus
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
