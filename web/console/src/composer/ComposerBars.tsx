import { ActionIcon, Button, FileButton } from "@mantine/core";
import type { Address } from "@nitka/api-client/types";
import { fileSize } from "@nitka/ui/size";
import { IconAlertTriangle, IconArrowForwardUp, IconPaperclip, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useLanguage, useT } from "../i18n";
import { retell } from "../i18n/retell";
import { modifier } from "../keys/keys";
import { channelName } from "../parts/channelName";
import { showValue, straight } from "../parts/customerName";
import { AddressPicker } from "./AddressPicker";
import { CodeBar } from "./CodeBar";
import css from "./composer.module.css";
import type { DraftState } from "./drafts";
import { claimWarning, spokeElsewhere } from "./rules";
import type { useFiles } from "./useFiles";

interface HeadProps {
  conversationId: string;
  draft: DraftState;
  addresses: Address[];
  address: Address | null;
  onNote(note: boolean): void;
  onPick(address: Address): void;
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <div className={css.warning} role="status">
      <IconAlertTriangle size={15} aria-hidden />
      <span>{children}</span>
    </div>
  );
}

/** That the last words came from somebody who only says to be this customer, so the answer does not follow them. */
function Elsewhere({ addresses, address }: { addresses: Address[]; address: Address | null }) {
  const t = useT();
  const latest = spokeElsewhere(addresses, address);
  if (!latest) return null;
  const where = { channel: channelName(latest.channel, t), latest: showValue(latest.type, latest.value, t) };
  return (
    <Warning>
      {address
        ? t("composer.elsewhere", { ...where, address: showValue(address.type, address.value, t) })
        : t("composer.choose", where)}
    </Warning>
  );
}

/** Answer or note, and where the answer goes; a warning where that address is joined by claims alone. */
export function ComposerHead({ conversationId, draft, addresses, address, onNote, onPick }: HeadProps) {
  const t = useT();
  const warning = draft.note ? null : claimWarning(address);
  const mode = (note: boolean) => (
    <button
      type="button"
      className={css.mode}
      aria-pressed={draft.note === note}
      onClick={() => onNote(note)}
    >
      {t(note ? "composer.note" : "composer.reply")}
    </button>
  );
  return (
    <>
      <div className={css.bar}>
        {mode(false)}
        {mode(true)}
        <span className={css.space} />
        {draft.note ? (
          <span className="faint">{t("composer.noteHint")}</span>
        ) : (
          <AddressPicker addresses={addresses} chosen={address} onPick={onPick} />
        )}
      </div>
      {!draft.note && <Elsewhere addresses={addresses} address={address} />}
      {warning && address && (
        <Warning>
          {t(address.type === "device" ? "composer.warning.browser" : `composer.warning.${warning}`, {
            address: showValue(address.type, address.value, t),
          })}
        </Warning>
      )}
      {!draft.note && <CodeBar conversationId={conversationId} to={address?.identifier_id} />}
      {!draft.note && address && !address.available && (
        <Warning>
          {(address.reason && (retell(address.reason) ?? address.reason)) ?? t("composer.cannot.unavailable")}
        </Warning>
      )}
    </>
  );
}

function Chips({ draft, files }: { draft: DraftState; files: ReturnType<typeof useFiles> }) {
  const { locale, t } = useLanguage();
  if (draft.files.length === 0 && files.uploading === 0) return null;
  return (
    <ul className={css.chips}>
      {draft.files.map((file) => (
        <li key={file.id}>
          <span className="cut">{straight(file.name)}</span>
          <span className="faint">{fileSize(file.size, locale)}</span>
          <ActionIcon
            size={18}
            onClick={() => files.remove(file.id)}
            aria-label={t("composer.removeFile", { name: file.name })}
          >
            <IconX size={12} />
          </ActionIcon>
        </li>
      ))}
      {files.uploading > 0 && <li className="faint">{t("composer.uploading", { n: files.uploading })}</li>}
    </ul>
  );
}

interface FootProps {
  draft: DraftState;
  files: ReturnType<typeof useFiles>;
  ready: boolean;
  /** Offers canned answers, as typing a slash does. */
  onCanned(): void;
  onContinue(): void;
}

export function ComposerFoot({ draft, files, ready, onCanned, onContinue }: FootProps) {
  const t = useT();
  return (
    <>
      <Chips draft={draft} files={files} />
      <div className={css.bar}>
        <FileButton multiple onChange={(chosen) => void files.add(chosen)}>
          {(props) => (
            <ActionIcon {...props} aria-label={t("composer.attach")} title={t("composer.attach")}>
              <IconPaperclip size={16} />
            </ActionIcon>
          )}
        </FileButton>
        <button type="button" className={`plain faint ${css.hint}`} onClick={onCanned}>
          <kbd>/</kbd> {t("composer.cannedHint")}
        </button>
        <button type="button" className={`plain faint ${css.hint}`} onClick={onContinue}>
          <IconArrowForwardUp size={14} aria-hidden /> {t("continue.title")}
        </button>
        <span className={css.space} />
        <span className={`faint keyed ${css.hint}`}>
          <kbd>{modifier}</kbd> <kbd>⏎</kbd>
        </span>
        <Button type="submit" disabled={!ready}>
          {t(draft.note ? "composer.saveNote" : "composer.send")}
        </Button>
      </div>
    </>
  );
}
