import type { Conversation } from "@nitka/api-client/types";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useLayoutEffect, useRef, useState } from "react";
import { addressesQuery } from "../app/queries";
import { useMe } from "../app/session";
import { useT } from "../i18n";
import { useKeys } from "../keys/keys";
import { tellTyping } from "../live/line";
import { useOffer } from "../palette/offered";
import { sentence } from "../parts/Trouble";
import { notice } from "../shell/notices";
import { offerUndo } from "../shell/undo";
import { CANNED_ID, CannedList, cannedOption } from "./CannedList";
import { ComposerFoot, ComposerHead } from "./ComposerBars";
import css from "./composer.module.css";
import { changeDraft, clearDraft, draftOf, useDraft } from "./drafts";
import { sendMessage } from "./outbox";
import { obstacle, pickAddress } from "./rules";
import { useCanned } from "./useCanned";
import { useFiles } from "./useFiles";

const ContinueDialog = lazy(() => import("../continuing/ContinueDialog"));

function useSend(conversation: Conversation) {
  const t = useT();
  const me = useMe().account;
  return useCallback(
    (address: ReturnType<typeof pickAddress>) => {
      const draft = draftOf(conversation.id);
      const text = draft.text.trim();
      const sent = sendMessage({ ...draft, conversation, text, address, me });
      clearDraft(conversation.id);
      offerUndo(t(draft.note ? "composer.noteSaved" : "composer.sent"), async () => {
        try {
          await sent.undo();
        } catch (error) {
          notice(sentence(error, t), true);
          return;
        }
        const now = draftOf(conversation.id);
        if (now.text === "") changeDraft(conversation.id, { text, note: draft.note, files: draft.files });
      });
    },
    [conversation, me, t],
  );
}

/** The text field grows with its words up to a third of the window. */
function useGrowing(text: string) {
  const field = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what changes the height
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, Math.round(window.innerHeight / 3))}px`;
  }, [text]);
  return field;
}

export function Composer({ conversation }: { conversation: Conversation }) {
  const { id } = conversation;
  const t = useT();
  const draft = useDraft(id);
  const known = useQuery(addressesQuery(id)).data?.items;
  const addresses = known ?? [];
  const address = pickAddress(addresses, draft.to);
  const files = useFiles(id);
  const send = useSend(conversation);
  const field = useGrowing(draft.text);
  const [caret, setCaret] = useState(0);
  const [continuing, setContinuing] = useState(false);
  const said = { ...draft, files: draft.files.length, uploading: files.uploading };
  const why = obstacle(said, known && address, addresses);

  const write = (text: string, at: number) => {
    changeDraft(id, { text });
    setCaret(at);
    requestAnimationFrame(() => field.current?.setSelectionRange(at, at));
  };
  const canned = useCanned(draft.text, caret, conversation.customer.name, write);
  const focus = () => field.current?.focus();
  const submit = () => {
    if (!why) send(address);
    else if (why !== "empty") notice(t(`composer.cannot.${why}`), true);
    focus();
  };
  const offerCanned = () => {
    const before = draft.text && !/\s$/.test(draft.text) ? `${draft.text} ` : draft.text;
    focus();
    write(`${before}/`, before.length + 1);
  };
  const note = () => {
    changeDraft(id, { note: true });
    focus();
  };
  const insertLink = (url: string) => {
    setContinuing(false);
    const before = draft.text && !/\s$/.test(draft.text) ? `${draft.text} ` : draft.text;
    focus();
    write(`${before}${url}`, before.length + url.length);
  };
  const goOn = () => setContinuing(true);
  useOffer("answer", () => [
    { key: "answer", title: t("keys.answer"), keys: "Enter", run: focus },
    { key: "note", title: t("keys.note"), keys: "N", run: note },
    { key: "continue", title: t("continue.key"), keys: "C", run: goOn },
    { key: "continue-code", title: t("continue.read"), run: goOn },
  ]);
  useKeys({
    Enter: focus,
    KeyN: note,
    KeyC: goOn,
    "/": () => (draft.text ? focus() : offerCanned()),
  });
  const active = canned.found && canned.found.length > 0 ? cannedOption(canned.at) : undefined;

  return (
    <>
      <form
        className={css.composer}
        data-note={draft.note || undefined}
        aria-label={t(draft.note ? "composer.note" : "composer.reply")}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void files.add(event.dataTransfer.files);
        }}
      >
        <CannedList canned={canned} />
        <ComposerHead
          conversationId={id}
          draft={draft}
          addresses={addresses}
          address={address}
          onNote={(note) => {
            changeDraft(id, { note });
            focus();
          }}
          onPick={(picked) => {
            changeDraft(id, {
              to: picked.current
                ? null
                : { connection_id: picked.connection_id, identifier_id: picked.identifier_id },
            });
            focus();
          }}
        />
        <textarea
          ref={field}
          className={`scroll ${css.field}`}
          rows={2}
          value={draft.text}
          placeholder={t(draft.note ? "composer.notePlaceholder" : "composer.placeholder")}
          aria-label={t(draft.note ? "composer.note" : "composer.reply")}
          aria-controls={canned.found ? CANNED_ID : undefined}
          aria-activedescendant={active}
          onChange={(event) => {
            changeDraft(id, { text: event.currentTarget.value });
            setCaret(event.currentTarget.selectionStart);
            if (!draft.note) tellTyping(id);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onPaste={(event) => {
            if (event.clipboardData.files.length > 0) void files.add(event.clipboardData.files);
          }}
          onKeyDown={(event) => {
            if (canned.onKey(event)) event.preventDefault();
            else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              submit();
            } else if (event.key === "Escape") event.currentTarget.blur();
          }}
        />
        <ComposerFoot
          draft={draft}
          files={files}
          ready={why === null}
          onCanned={offerCanned}
          onContinue={goOn}
        />
      </form>
      {continuing && (
        <Suspense fallback={null}>
          <ContinueDialog conversationId={id} onInsert={insertLink} onClose={() => setContinuing(false)} />
        </Suspense>
      )}
    </>
  );
}
