import { PasswordInput } from "@mantine/core";
import { useT } from "../i18n";

interface Props {
  value: string;
  onChange(value: string): void;
  autoFocus?: boolean;
}

export const PASSWORD_LENGTH = 8;

export function NewPassword({ value, onChange, autoFocus }: Props) {
  const t = useT();
  return (
    <PasswordInput
      size="sm"
      label={t("auth.newPassword")}
      description={t("auth.passwordHint", { n: PASSWORD_LENGTH })}
      name="new-password"
      autoComplete="new-password"
      minLength={PASSWORD_LENGTH}
      required
      withAsterisk={false}
      autoFocus={autoFocus}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
