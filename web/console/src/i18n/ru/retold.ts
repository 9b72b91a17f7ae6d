import type { Retold } from "../retell";

/** The server's sentences that somebody at the desk may meet. */
export const retold: Retold = [
  ["The e-mail or the password is wrong", "Неверная почта или пароль."],
  ["Your session has ended, please sign in again", "Сеанс закончился. Войдите снова."],
  [
    "This address has an account here already: use its password",
    "Для этого адреса здесь уже есть учётная запись: введите её пароль.",
  ],
  [
    "This link was used already, or is too old; ask for a new one",
    "Ссылкой уже воспользовались, или она устарела. Попросите новую.",
  ],
  ["Please say what you are called", "Напишите, как вас зовут."],
  ["Please give an e-mail address", "Укажите адрес почты."],
  ["This is not an e-mail address", "Это не адрес почты: проверьте, нет ли опечатки."],
  [/^A password has at least (\d+) characters$/, "В пароле должно быть не меньше $1 знаков."],
  [/^A password has at most (\d+) characters$/, "В пароле может быть не больше $1 знаков."],
  [
    "This password is too easy to guess, please take another",
    "Такой пароль легко угадать. Придумайте другой.",
  ],
  ["Too many tries; please wait a little", "Слишком много попыток. Подождите минуту и повторите."],
  ["This person is a member already", "Этот человек уже в команде."],
  ["There is no such person here", "В команде нет такого человека."],
  [
    "This person belongs to other workspaces too and must reset the password alone",
    "Этот человек работает и в других пространствах, поэтому пароль он меняет сам.",
  ],
  [
    "You belong to no workspace any more; ask its owner for an invitation",
    "Вас больше нет ни в одном пространстве. Попросите владельца прислать приглашение.",
  ],
  [
    "A workspace needs an owner: make somebody else one first",
    "Пространству нужен владелец: сначала сделайте владельцем кого-то другого.",
  ],
  ["There is no such conversation", "Такого диалога нет."],
  ["There is no such customer", "Такого клиента нет."],
  ["There is no such message", "Такого сообщения нет."],
  ["There is no such file", "Такого файла нет."],
  ["There is no such canned answer", "Такого готового ответа нет: возможно, его удалили."],
  ["There is an answer with this shortcut already", "Ответ с таким коротким именем уже есть."],
  [
    "A shortcut is one word of letters, digits, - and _, at most 40 of them",
    "Короткое имя: одно слово из букв, цифр, - и _, не длиннее 40 знаков.",
  ],
  [
    /^This may not be empty, nor longer than (\d+) characters$/,
    "Не оставляйте поле пустым; предел: $1 знаков.",
  ],
  ["Write something or attach a file", "Напишите что-нибудь или приложите файл."],
  [/^A message may have at most (\d+) characters$/, "Сообщение слишком длинное: предел $1 знаков."],
  [/^A message may have at most (\d+) files$/, "Слишком много файлов: в сообщении может быть не больше $1."],
  [/^A file has at most (\d+) MB$/, "Файл слишком большой: предел $1 МБ."],
  [
    "One of the attached files is not there; upload it first",
    "Один из файлов не загрузился. Приложите его снова.",
  ],
  ["This message has left already and cannot be taken back", "Сообщение уже ушло, вернуть его нельзя."],
  [
    "Only a message that failed, or whose outcome is unknown, can be sent again",
    "Снова отправить можно только то, что не дошло.",
  ],
  [
    "This customer cannot be reached: there is no address to answer to",
    "Ответить некуда: у клиента нет ни одного адреса.",
  ],
  ["This customer cannot be reached there", "По этому адресу клиенту ответить нельзя. Выберите другой."],
  [
    "This customer cannot be reached by this channel",
    "В этом канале клиенту ответить нельзя. Выберите другой.",
  ],
  ["Somebody has changed this conversation meanwhile", "Диалог только что изменил кто-то другой."],
  [
    "This conversation has just changed hands, please try again",
    "Диалог только что перешёл к другому. Повторите.",
  ],
  ["This customer has an open conversation already", "У клиента уже есть открытый диалог."],
  ["There is nothing yet to make a note on", "Здесь ещё не к чему оставить заметку."],
  ["Say until when, in the future", "Выберите время в будущем."],
  ["These are one customer already", "Это уже один и тот же клиент."],
  [
    "These customers are kept apart by something that was said of them",
    "Этих клиентов раньше разделили, поэтому объединить их нельзя. Сначала отмените разделение.",
  ],
  [
    "Name some of this customer's own identifiers, but not all of them",
    "Выберите часть идентификаторов, но не все сразу.",
  ],
  ["There is no such time zone", "Такого часового пояса нет."],
  [
    "Supervisors change the hours and the away message; the rest is the owner's",
    "Супервизор меняет только часы работы и сообщение на время отсутствия. Остальное может владелец.",
  ],
  ["Say the mail server's name", "Укажите имя почтового сервера."],
  [
    "Without encryption the password would be readable on its way: use TLS",
    "Без шифрования пароль могут прочитать по пути. Выберите TLS.",
  ],
  ["Nothing can be sent here", "Сюда писать нельзя."],
  ["This connection is switched off", "Этот канал приостановлен."],
  ["This address is blocked", "Этот адрес закрыт."],
  [
    /^The customer must write first: the channel allows answers for (\d+) hours only$/,
    "Сначала должен написать клиент: канал разрешает отвечать только $1 ч.",
  ],
];
