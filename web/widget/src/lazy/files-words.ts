export const filesWords = {
  ru: {
    drop: "Отпустите, чтобы прикрепить",
    tooBig: "Файл «{name}» больше {size}. Пришлите файл поменьше.",
    failed: "«{name}» не загрузился.",
    remove: "Убрать файл {name}",
    uploading: "Загрузка {name}",
    picture: "Картинка",
    units: ["Б", "КБ", "МБ", "ГБ"],
  },
  en: {
    drop: "Drop to attach",
    tooBig: "“{name}” is larger than {size}. Please send a smaller file.",
    failed: "“{name}” was not uploaded.",
    remove: "Remove file {name}",
    uploading: "Uploading {name}",
    picture: "Picture",
    units: ["B", "KB", "MB", "GB"],
  },
};
