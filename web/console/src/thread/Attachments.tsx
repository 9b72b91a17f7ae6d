import type { FileInfo } from "@nitka/api-client/types";
import { fileSize } from "@nitka/ui/size";
import { IconPaperclip } from "@tabler/icons-react";
import { useLanguage } from "../i18n";
import { straight } from "../parts/customerName";
import css from "./message.module.css";

const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];

/** Whether the browser may show the file in its place. */
export const isPicture = (file: FileInfo) => PICTURES.includes(file.type);

/** Pictures are shown small, other files by name and size. */
export function Attachments({ files }: { files: FileInfo[] }) {
  const { locale } = useLanguage();
  return (
    <ul className={css.files}>
      {files.map((file) => (
        <li key={file.id}>
          <a
            href={file.url}
            target="_blank"
            rel="noopener noreferrer"
            className={css.file}
            title={straight(file.name)}
          >
            {isPicture(file) ? (
              <img src={file.url} alt={straight(file.name)} loading="lazy" />
            ) : (
              <>
                <IconPaperclip size={14} aria-hidden />
                <span className="cut">{straight(file.name)}</span>
                <span className="faint">{fileSize(file.size, locale)}</span>
              </>
            )}
          </a>
        </li>
      ))}
    </ul>
  );
}
