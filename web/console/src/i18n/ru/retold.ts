import type { Retold } from "../retell";
import { sentences as secondStep } from "./secondStep";

/** What is wrong with a value, as the server says it to programs. */
const values: Retold = [
  [/^Object missing required field `.+`$/, "Заполните это поле."],
  [/^Expected `str` of length >= 1$/, "Не оставляйте это поле пустым."],
  [/^Expected `str` of length >= (\d+)$/, "Слишком коротко: нужно знаков не меньше $1."],
  [/^Expected `str` of length <= (\d+)$/, "Слишком длинно: предел $1 знаков."],
  [/^Expected `array` of length .*$/, "Здесь слишком много или слишком мало значений."],
  [/^Expected `(?:int|float)` >= (.+)$/, "Укажите число не меньше $1."],
  [/^Expected `(?:int|float)` <= (.+)$/, "Укажите число не больше $1."],
  [/^Expected `(?:int|float)`, got .*$/, "Укажите целое число."],
  [/^Expected `str` matching regex '.*#\[0-9.*$/, "Запишите цвет так: #1c5d99."],
  [/^Expected `str` matching regex '.*https\?.*$/, "Адрес начинается с https://."],
  [/^Expected `str` matching regex '.*:\[0-5\].*$/, "Запишите время так: 09:00."],
  [/^Expected `str` matching regex .*$/, "Проверьте, нет ли здесь опечатки."],
  [/^Expected `.+$/, "Проверьте это значение."],
  [/^Invalid enum value .*$/, "Выберите одно из предложенного."],
  [/^Invalid (?:UUID|RFC3339 .*)$/, "Проверьте это значение."],
  [/^There is no setting “(.+)” here$/, "У этого канала нет настройки «$1»."],
];

/** The server's sentences that somebody at the desk may meet. */
export const sentences: Retold = [
  ...secondStep,
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
  [
    "Too many tries from many places; wait a little, or sign in where you have signed in before",
    "Кто-то подбирает пароль к этой почте. Подождите минуту или войдите с устройства, с которого уже входили.",
  ],
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
  ["There is no such household", "Такой семьи нет: возможно, общим это больше не считается."],
  ["There is no such device", "Такого устройства нет."],
  ["There is no such organisation", "Такой организации нет: возможно, у этого мало людей."],
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
  [
    "It is not proven that who wrote last is this customer: choose where to answer",
    "Не подтверждено, что последним написал этот клиент. Выберите, куда отвечать.",
  ],
  ["There is nothing yet to make a note on", "Здесь ещё не к чему оставить заметку."],
  ["Say until when, in the future", "Выберите время в будущем."],
  ["These are one customer already", "Это уже один и тот же клиент."],
  [
    "These customers are kept apart by something that was said of them",
    "Этих клиентов раньше разделили, поэтому объединить их нельзя. Сначала отмените разделение.",
  ],
  [
    /^Customers (\d+) and (\d+) of those you named cannot be one$/,
    "Клиентов № $1 и № $2 из выбранных объединить нельзя: их раньше разделили. Сначала отмените разделение.",
  ],
  [
    "Name some of this customer's own identifiers, but not all of them",
    "Выберите часть идентификаторов, но не все сразу.",
  ],
  ["There is no such time zone", "Такого часового пояса нет."],
  ["Name one of this customer's own identifiers", "Выберите идентификатор этого клиента."],
  ["Say how it is known that the customer agrees", "Напишите, откуда известно, что клиент согласен."],
  ["This customer has no such touch", "У этого клиента такого касания нет."],
  [
    "Say when it was, not in the future and with a time zone",
    "Укажите, когда это было: не в будущем и с часовым поясом.",
  ],
  [
    "Supervisors change the hours and the away message; the rest is the owner's",
    "Супервизор меняет только часы работы и сообщение на время отсутствия. Остальное может владелец.",
  ],
  ["Say the mail server's name", "Укажите имя почтового сервера."],
  [
    "This secret would be sent to another place now: please give it again",
    "Теперь этот секрет уйдёт в другое место, поэтому введите его заново.",
  ],
  [
    "Without encryption the password would be readable on its way: use TLS",
    "Без шифрования пароль могут прочитать по пути. Выберите TLS.",
  ],
  [
    "There is no such link or code: it may be mistyped, or a newer one has taken its place",
    "Такой ссылки или кода нет. Проверьте цифры: возможно, код уже заменён новым.",
  ],
  ["This link or code has expired; ask for a new one", "Срок ссылки или кода истёк. Попросите новый."],
  [
    "This link or code has been used already; ask for a new one",
    "Эта ссылка или код уже использованы. Попросите новый.",
  ],
  ["There is no chat here", "Чата здесь нет."],
  ["This link is for another channel", "Эта ссылка для другого канала."],
  [
    "This link or code was made in this very place; use it where the talk is to go on",
    "Эта ссылка или код созданы в этом же диалоге. Введите их там, где разговор продолжится.",
  ],
  [
    "There were too many wrong codes; use a link, or try again later",
    "Было слишком много неверных кодов. Возьмите ссылку или попробуйте позже.",
  ],
  ["This is neither a link nor six digits", "Это не ссылка и не шесть цифр."],
  ["Nobody has written here yet", "Здесь ещё никто не писал."],
  [
    "It is not proven that who wrote last is this customer: choose whom you mean",
    "Не подтверждено, что последним писал этот клиент. Сначала выберите, кому вы отвечаете.",
  ],
  ["Nobody has written here from this address", "С этого адреса сюда не писали."],
  [
    "No channel of this brand can take a link; use six digits",
    "Ни один канал этого бренда не принимает ссылки. Возьмите шесть цифр.",
  ],
  [
    "This address is not one person's, so nobody can be continued from it",
    "Этот адрес не принадлежит одному человеку, поэтому продолжить с него нельзя.",
  ],
  ["This customer is blocked", "Этот клиент заблокирован."],
  [
    "Too many links of this customer wait to be used",
    "У этого клиента слишком много неиспользованных ссылок. Подойдёт любая из них.",
  ],
  [
    "Too many codes wait to be read out; use a link, or try again in some minutes",
    "Слишком много кодов ждут, когда их назовут. Возьмите ссылку или попробуйте через несколько минут.",
  ],
  ["Nothing can be sent here", "Сюда писать нельзя."],
  ["This connection is switched off", "Этот канал приостановлен."],
  ["This address is blocked", "Этот адрес закрыт."],
  [
    /^The customer must write first: the channel allows answers for (\d+) hours only$/,
    "Сначала должен написать клиент: канал разрешает отвечать только $1 ч.",
  ],
  [
    "It is saved, and will count once the message broker is back",
    "Сохранено. Подействует, как только восстановится связь с брокером сообщений.",
  ],
  [
    "Files are not available for the moment, please try again",
    "Хранилище файлов не отвечает. Повторите через минуту.",
  ],
  ["The message broker does not answer", "Брокер сообщений не отвечает. Повторите через минуту."],
  ["This connection has no server key", "У этого канала нет секретного ключа."],
  [
    "The address that gives tokens must begin with https://",
    "Адрес, который выдаёт токены, должен начинаться с https://.",
  ],
  [
    "Site tracking only listens; nothing can be sent through it",
    "Трекинг сайта только слушает: писать через него нельзя.",
  ],
  [
    "The connection's settings are not complete: see the settings",
    "Канал настроен не до конца. Проверьте его в настройках.",
  ],
  ["Sending broke off: it may or may not have arrived", "Отправка прервалась, могло и дойти"],
  ["It could not be sent for a whole day", "Не удалось отправить за целые сутки"],
  ["Only a snoozed conversation sleeps until a time", "Срок есть только у отложенного диалога."],
  [
    /^A conversation that is (\w+) cannot become (\w+)$/,
    "Диалог уже в другом состоянии, так изменить его нельзя. Обновите страницу.",
  ],
  ["The source of this message was not kept", "Исходник этого сообщения не сохранился."],
  ["Only messages of ours can be changed", "Изменить можно только свои сообщения."],
  ["There is no such identifier", "Такого идентификатора нет."],
  [
    "There is no such customer, or nothing that it could be known by",
    "Такого клиента нет, или о нём ничего не известно.",
  ],
  [
    "A session is not an identifier that can be shared or blocked",
    "Этот посетитель безымянный: общим его не сделать и не закрыть.",
  ],
  ["There is no such event", "Такого события нет."],
  ["There is no such suggestion", "Такой подсказки нет: пару уже разобрали."],
  ["There is no such finding", "Такой записи нет: обновите страницу."],
  [
    "This was undone: undo that, if it was right after all",
    "Это решение отменили. Чтобы вернуть его, отмените отмену.",
  ],
  [
    "One of these is shared by many and belongs to nobody: there is nothing to keep apart",
    "Один из идентификаторов общий и никому не принадлежит: разделять нечего.",
  ],
  [
    "These two are kept apart by something that was said of them",
    "Этих двоих раньше разделили, поэтому связать их нельзя. Сначала отмените разделение.",
  ],
  ["There is no such code that could not be sent", "Этот код уже отправлен заново, или его срок прошёл."],
  [
    "This mask fits too much: name two digits and a sign of your own",
    "Под такую маску подойдёт слишком многое: нужны хотя бы две цифры и свой знак.",
  ],
  ["This suggestion was decided already", "По этой паре уже решили."],
  ["This suggestion is out of date", "Подсказка устарела: данные с тех пор изменились."],
  ["This suggestion is about other customers", "Эта подсказка о других клиентах."],
  ["This is not something to ask for", "Об этом спрашивать нечего."],
  ["These are one customer already", "Это уже один клиент."],
  ["These two are not two customers any more", "Их уже объединили или разделили: обновите страницу."],
  ["There is no such workspace", "Такого пространства нет."],
  ["Sign in on the page of this Nitka itself", "Войдите на странице самой Nitka, а не через другой сайт."],
  ["Too many connections are open from this address", "Открыто слишком много окон. Закройте лишние."],
  ["Nothing changed", "Ничего не изменилось."],
  ["No code can be sent to this address", "На этот адрес код отправить нельзя: проверьте, нет ли опечатки."],
  [
    /^No connection can send a code to this kind of address: (\w+)$/,
    "Отправить код не через что: подключите почту в настройках каналов.",
  ],
  ["Too many codes were asked for; please wait a little", "Кодов было слишком много. Подождите немного."],
  ["This is no address of this customer", "Такого адреса у этого клиента нет."],
  [
    "A code can be typed in the site chat only: ask the customer to write there",
    "Код можно ввести только в чате на сайте: попросите клиента написать туда.",
  ],
  ["The code could not be sent before it expired", "пока письмо не уходило, код устарел"],
  ["The connection that was to send the code is switched off", "почта, через которую он уходит, отключена"],
  [
    "Sending broke off: the code may or may not have arrived",
    "связь оборвалась, и неизвестно, дошло ли письмо",
  ],
  ["Nobody has written here from this address", "С этого адреса здесь никто не писал."],
  [
    "Somebody else has written since: look again who speaks",
    "Тем временем написал кто-то другой. Посмотрите, кто сейчас говорит.",
  ],
  [
    "Somebody has changed the rules meanwhile: look at them again",
    "Пока вы смотрели, правила изменили. Обновите страницу.",
  ],
  [
    "A bot must say to whom: the speaker of the disclosure that it has read",
    "Бот должен указать собеседника.",
  ],
  ["Only people of this workspace may search", "Искать могут только сотрудники."],
  ["There is no such import", "Такого импорта нет."],
  ["This file is not kept any more; upload it again", "Файл уже удалён. Загрузите его ещё раз."],
  [
    "This import is running or over; upload the file again",
    "Этот импорт уже идёт или закончен. Загрузите файл ещё раз.",
  ],
  ["This import does not run", "Этот импорт сейчас не идёт."],
  ["This import is running; stop it first", "Импорт ещё идёт. Сначала остановите его."],
  [
    "Too many files wait here to be imported; import or remove some first",
    "Слишком много файлов ждут импорта. Загрузите или уберите часть из них.",
  ],
  ["A source needs a name of at most 100 characters", "Назовите источник: не больше 100 знаков."],
  [
    "This source is switched off under Settings, Channels; switch it on first",
    "Этот источник приостановлен. Возобновите его в настройках, в разделе «Каналы».",
  ],
  [
    "The file is empty: its first line names the columns",
    "Файл пуст. В первой строке стоят названия столбцов.",
  ],
  [
    "This is not a table: its first line should name the columns",
    "Это не таблица CSV: в первой строке должны стоять названия столбцов.",
  ],
  [
    "This is a spreadsheet: save it as CSV and take that file",
    "Это книга Excel. Сохраните её как CSV и выберите тот файл.",
  ],
  [
    "Two columns have the same name; rename one of them in the file",
    "Два столбца называются одинаково. Переименуйте один из них в файле.",
  ],
  [/^There is no column “(.+)” in the file$/, "В файле нет столбца «$1»."],
  [
    "Nothing says who a row is about: name a column with an e-mail, phone or id",
    "Не видно, о ком строка: укажите столбец с почтой, телефоном или номером.",
  ],
  ["Only one column can hold the time", "Время может стоять только в одном столбце."],
  ["Two columns cannot hold the same trait", "В двух столбцах не может быть одно и то же."],
  [/^A column cannot be “(.+)”; the page on imports names what it can be$/, "В столбце не может быть «$1»."],
  [
    "An import can be observed, asserted or verified; an agent is a person here",
    "Импорту можно верить как замеченному, заявленному или подтверждённому.",
  ],
  [/^The mapping (?:is not right|cannot be read): .+$/s, "Сопоставление столбцов записано неверно."],
  [
    "A mapping is a file that ends in .toml, .yaml or .json",
    "Сопоставление записывают в файл .toml, .yaml или .json.",
  ],
  [
    "Write --map as column=what, for instance --map 'E-mail=email'",
    "Запишите --map как столбец=что, например --map 'Почта=email'.",
  ],
  [
    "An import only brings customers; nothing can be sent through it",
    "Импорт только загружает клиентов, написать через него нельзя.",
  ],
  ["This one was retried or dropped already", "Это уже повторили или удалили."],
  ["This version was refused; look at it again first", "Эту версию отклонили. Сначала посчитайте заново."],
  [
    "It is not known yet what this version would change",
    "Ещё не посчитано, что изменит эта версия. Подождите немного.",
  ],
  [
    /^Customers are drawn by version (\d+) of the model, and this program is older than that$/,
    "Клиенты собраны по версии модели $1, а программа на сервере старше. Обновите её.",
  ],
  ["This version was approved already", "Эту версию уже приняли."],
  ["Nobody was asked about this version", "Такой версии на рассмотрении нет."],
  [
    "This address got an account a moment ago, please try again",
    "Для этого адреса только что создали учётную запись. Повторите.",
  ],
  [/^Only (.+) may do this$/, "Ваша роль этого не позволяет. Обратитесь к владельцу пространства."],
];

export const retold: Retold = [...values, ...sentences];
