import { TextInput } from "@mantine/core";
import { useT } from "../i18n";

interface Props {
  value: string;
  onChange(value: string): void;
  /** One of the codes on paper instead of the app's. */
  recovery?: boolean;
  autoFocus?: boolean;
}

/** Where a code is typed; phones and password programs offer it by themselves. */
export function CodeInput({ value, onChange, recovery, autoFocus }: Props) {
  const t = useT();
  return (
    <TextInput
      key={recovery ? "recovery" : "app"}
      size="sm"
      label={t(recovery ? "two.recoveryCode" : "two.code")}
      description={t(recovery ? "two.recoveryCodeHint" : "two.codeHint")}
      name={recovery ? "recovery-code" : "code"}
      autoComplete={recovery ? "off" : "one-time-code"}
      inputMode={recovery ? "text" : "numeric"}
      autoCapitalize="none"
      spellCheck={false}
      maxLength={40}
      required
      withAsterisk={false}
      autoFocus={autoFocus}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
