import type { Conversation } from "@nitka/api-client/types";
import { useQuery } from "@tanstack/react-query";
import { peopleQuery } from "../app/queries";
import { useMe } from "../app/session";
import { useT } from "../i18n";
import { type Command, useOffer } from "../palette/offered";
import { snoozeOptions } from "./snooze";
import type { Actions } from "./useActions";

interface Ways {
  take(): void;
  spam(): void;
  open(menu: "assign" | "snooze"): void;
}

/** All that can be done with the open conversation, for the palette: with the keys that do the same. */
export function useCommands(conversation: Conversation, actions: Actions, hint: string, ways: Ways): void {
  const t = useT();
  const me = useMe().account.id;
  const people = useQuery(peopleQuery).data?.items ?? [];
  useOffer("conversation", (): Command[] => {
    const { status, assignee } = conversation;
    const done = status === "closed" || status === "spam";
    const command = (key: string, title: string, run: () => void, keys?: string): Command => ({
      key,
      title,
      hint,
      keys,
      run,
    });
    const deep = (key: string, title: string, run: () => void) => ({
      ...command(key, title, run),
      deep: true,
    });
    return [
      ...(assignee?.id === me ? [] : [command("take", t("assign.toMe"), ways.take, "I")]),
      command("assign", t("palette.assign"), () => ways.open("assign"), "A"),
      ...people
        .filter((one) => !one.pending && one.id !== me && one.id !== assignee?.id)
        .map((one) =>
          deep(`to-${one.id}`, t("palette.assignTo", { name: one.name }), () => actions.assign(one)),
        ),
      ...(assignee ? [deep("to-nobody", t("palette.unassign"), () => actions.assign(null))] : []),
      done
        ? command("reopen", t("actions.reopen"), actions.reopen, "E")
        : command("close", t("palette.close"), actions.close, "E"),
      command("snooze", t("palette.snooze"), () => ways.open("snooze"), "S"),
      ...snoozeOptions(new Date()).map((one) =>
        deep(`snooze-${one.name}`, t("palette.snoozeTo", { when: t(`snooze.${one.name}`) }), () =>
          actions.snooze(one.at),
        ),
      ),
      ...(status === "spam" ? [] : [command("spam", t("actions.spam"), ways.spam, "!")]),
    ];
  });
}
