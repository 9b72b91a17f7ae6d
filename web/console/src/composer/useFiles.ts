import { useState } from "react";
import { desk } from "../app/api";
import { useT } from "../i18n";
import { sentence } from "../parts/Trouble";
import { notice } from "../shell/notices";
import { changeDraft, draftOf } from "./drafts";

/** Uploads files for a draft; how many are still on the way is told, for they hold up the sending. */
export function useFiles(conversationId: string) {
  const t = useT();
  const [uploading, setUploading] = useState(0);
  const add = async (files: Iterable<File>) => {
    for (const file of files) {
      setUploading((now) => now + 1);
      try {
        const stored = await desk.messages.upload(file);
        changeDraft(conversationId, { files: [...draftOf(conversationId).files, stored] });
      } catch (error) {
        notice(`${file.name}: ${sentence(error, t)}`, true);
      } finally {
        setUploading((now) => now - 1);
      }
    }
  };
  const remove = (id: string) =>
    changeDraft(conversationId, { files: draftOf(conversationId).files.filter((file) => file.id !== id) });
  return { uploading, add, remove };
}
