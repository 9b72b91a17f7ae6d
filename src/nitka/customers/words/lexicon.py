"""The words by which it is told whose something is, as pieces of patterns over folded text."""

# Whose things are in one's hands: to hear that a telephone is theirs tells something of the speaker.
FAMILY = (
    r"(?:жен[аыеуо]й?|супруг\w{0,3}|муж(?:а|у|е|ем)?|мам[аыеу]|мам(?:оч\w+|ул\w+)|пап[аыеу]|матер[иь]\w?|мать"
    r"|от(?:ец|ца|цу)"
    r"|(?:мамин|папин|женин|сестрин|бабушкин|дедушкин)\w{0,3}|сын(?:а|у|ок|очка)?|доч(?:ь|ери|к[аиеу])|брат(?:а"
    r"|у)?|сестр[аыеу]|сестренк\w"
    r"|бабушк\w+|дедушк\w+|друг(?:а|у)?|подруг\w{1,2}|коллег\w{1,2}|сосед\w{0,3}|родител\w+|тещ\w|тест(?:я|ю)"
    r"|свекров\w+|тет[ия]|дяд\w"
    r"|племянни\w+|вну[кч]\w+|ребен(?:ок|ка)|парн[яю]|девушк[аиеу]|невест\w|жених\w?|знаком\w{2,4}|товарищ\w?)"
)
FAMILY_EN = (
    r"(?:wife|husband|spouse|mother|mom|mum|father|dad|son|daughter|brother|sister|friend|colleague|co-?worker"
    r"|neighbou?r|partner"
    r"|girlfriend|boyfriend|parents?|grandm\w+|grandp\w+|grandfather|roommate|flatmate|kid|child|uncle|aunt"
    r"|cousin|fianc\w+)"
)
_BUSINESS = (
    r"(?:начальни\w+|директор\w{0,2}|бухгалтер\w{0,2}|секретар\w{1,2}|помощни\w+|ассистент\w*|водител\w+"
    r"|курьер\w{0,2}|получател\w+"
    r"|шеф\w?|босс\w?|руководител\w+|сотрудни\w+|человек\w?|хозя\w+|владел\w+|прораб\w?|менеджер\w?)"
)
_BUSINESS_EN = r"(?:boss|manager|assistant|accountant|secretary|driver|courier|client|landlord|recipient|owner)"
KIN = rf"(?:{FAMILY}|{_BUSINESS})"
KIN_EN = rf"(?:{FAMILY_EN}|{_BUSINESS_EN})"
NOUN = (
    r"(?:телефон\w*|тел\b\.?|тлф\b\.?|номер\w*|мобильн\w*|моб\b\.?|сотов\w*|почт[аыуео]\w?|(?:эл\.?"
    r"|электронн\w+)\s*почт\w+|e-?mail\w*|имейл\w*|емейл\w*|мейл\w*|мыло"
    r"|ник(?:а|ом)?\b|логин\w*|адрес\w*|ящик\w*|контакт\w*|аккаунт\w*|телеграм\w*|телег[аеуи]|тг|tg|ватсап\w*"
    r"|вотсап\w*|вацап\w*|вайбер\w*|whats\s?app|telegram|viber|signal"
    r"|phone|number|mobile|cell|mail|address|telephone|contact|line)"
)
ADJECTIVE = (
    r"(?:нов\w{2,3}|личн\w{2,3}|рабоч\w{2,3}|домашн\w{2,3}|контактн\w{2,3}|основн\w{2,3}|второ\w{1,2}|друг(?:ой"
    r"|ая|ое)|запасн\w{2,3}|актуальн\w{2,3}|действующ\w{2,3}"
    r"|прям\w{2,3}|этот|эта|тот|номер|new|personal|work|home|cell|mobile|direct|current|other|second|best|private"
    r"|contact|email|e-mail|phone|whatsapp|telegram)"
)
TIE = (
    r"(?:[\s:=\-(,№.]|\b(?:для связи|для доставки|пожалуйста|please|сейчас|теперь|такой|вот|это|is|are|now|at|on"
    r"|here|be|в|по|на|для|с)\b)*"
)
OLD = (
    r"(?:стар(?:ый|ая|ого|ой|ом|ым|ую)|прежн\w{2,3}|предыдущ\w{2,3}|бывш\w{2,3}|раньше|прошл(?:ый|ая|ого|ом)|old"
    r"|previous|former(?:ly)?|used to)"
)
MINE = r"(?:мой|моя|мое|мои|моего|моей|моем|моих|my|mine)"
