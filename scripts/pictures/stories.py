"""What happens in the README's pictures: the same story, told in Russian and in English. Everybody is invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """One customer's morning, and who else waits meanwhile."""

    locale: str
    company: str
    operator: str
    colleague: str
    name: str
    email: str
    thing: str
    pages: list[tuple[int, str, str]]  # minutes ago, title, path
    question: str
    answer: str
    thanks: str
    note: str
    subject: str
    letter: str
    reply: str
    why: str
    others: list[tuple[str, str]]


RUSSIAN = Story(
    locale="ru",
    company="Тёплый шаг",
    operator="Анна Морозова",
    colleague="Олег Фомин",
    name="Иван Петров",
    email="ivan@customer.example",
    thing="Ботинки «Север»",
    pages=[
        (34, "Зимняя обувь", "/winter"),
        (31, "Ботинки «Север»", "/boots/north"),
        (24, "Таблица размеров", "/sizes"),
        (2, "Доставка и оплата", "/delivery"),
    ],
    question="Здравствуйте! Заказал «Север» в 43-м, а теперь сомневаюсь. Они большемерят?",
    answer="Добрый день, Иван! Немного, на полразмера. Если носите 42,5, берите 42.",
    thanks="Тогда поменяйте, пожалуйста, на 42. Спасибо!",
    note="42-й есть на складе в Твери, отложила до завтра",
    subject="Заказ 10234",
    letter="И ещё вопрос: успеете привезти до субботы? Уезжаем в Карелию.",
    reply="Успеем: курьер будет в четверг с 10 до 14. Размер в заказе уже поменяла.",
    why="Почему это один человек?",
    others=[
        ("Мария Соколова", "Где мой заказ? Обещали вчера"),
        ("Тимур Сафин", "Подскажите, можно вернуть, если не подойдёт?"),
        ("Ольга Ким", "А в Казани у вас есть магазин?"),
        ("Дмитрий Орлов", "Промокод ОСЕНЬ не работает"),
        ("Зарина Ахметова", "Оплатила два раза, верните, пожалуйста"),
        ("Павел Зайцев", "Когда поступят детские валенки?"),
        ("Вера Полякова", "Хочу поменять цвет на чёрный"),
        ("Глеб Тихонов", "Доставка до квартиры или до подъезда?"),
        ("Ксения Ли", "Спасибо, всё подошло!"),
        ("Артём Лаптев", "Есть 46 размер?"),
    ],
)

ENGLISH = Story(
    locale="en",
    company="Warm Step",
    operator="Anna Morozova",
    colleague="Oleg Fomin",
    name="Ivan Petrov",
    email="ivan.petrov@customer.example",
    thing="North boots",
    pages=[
        (34, "Winter shoes", "/winter"),
        (31, "North boots", "/boots/north"),
        (24, "Size chart", "/sizes"),
        (2, "Delivery and payment", "/delivery"),
    ],
    question="Hello! I ordered the North boots in 43 and now I am not sure. Do they run large?",
    answer="Good morning, Ivan! A little, by half a size. If you wear 42.5, take 42.",
    thanks="Then please change it to 42. Thank you!",
    note="42 is in stock in Tver, put aside until tomorrow",
    subject="Order 10234",
    letter="One more question: will they be here before Saturday? We are leaving for Karelia.",
    reply="They will: the courier comes on Thursday, 10 to 14. The size in the order is changed already.",
    why="Why is this one person?",
    others=[
        ("Maria Sokolova", "Where is my order? It was promised for yesterday"),
        ("Timur Safin", "Can I return them if they do not fit?"),
        ("Olga Kim", "Do you have a shop in Kazan?"),
        ("Dmitry Orlov", "The promo code AUTUMN does not work"),
        ("Zarina Akhmetova", "I paid twice, please refund one"),
        ("Pavel Zaitsev", "When will the felt boots for kids arrive?"),
        ("Vera Polyakova", "I would like the black ones instead"),
        ("Gleb Tikhonov", "Do you deliver to the door or to the house?"),
        ("Ksenia Li", "Thank you, everything fits!"),
        ("Artyom Laptev", "Do you have size 46?"),
    ],
)

STORIES = [RUSSIAN, ENGLISH]
