export const words = {
  "settings.words": "Numbers in messages",
  "words.hint":
    "What a customer writes of orders, contracts and phones is found and shown under the message.",
  "words.masks": "What your numbers look like",
  "words.masksHint":
    "# is a digit, #+ any number of digits, @ a letter, everything else stands for itself: 77-####/##. Without a mask a number is known by the word before it, as in “order 10234”.",
  "words.whose": "Mask {n}: number of what",
  "words.order": "Order",
  "words.contract": "Contract",
  "words.mask": "Mask {n}",
  "words.example": "77-####/##",
  "words.remove": "Remove mask {n}",
  "words.add": "Add a mask",
  "words.ours": "Your own phones and addresses",
  "words.oursLabel": "Never a customer’s, one a line",
  "words.oursHint": "The addresses of connected mailboxes need not be named.",
  "words.try": "Try it on an example",
  "words.text": "Message of a customer",
  "words.textHint": "It is read with what stands above, also before you save. Nothing of it is kept.",
  "words.read": "Read",
  "words.found": "Found",
  "words.nothing": "Nothing was found in these words.",
} as const;
